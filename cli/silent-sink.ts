export { silentSink } from "../engine/account/silent-sink.ts";

export { formatIssue, type Issue } from "../language/issue.ts";

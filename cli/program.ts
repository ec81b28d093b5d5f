import { CommanderError, Option, Command as Program } from "commander";
import type { Command, Options } from "./commands/command.ts";
import { commands, laterCommands } from "./commands/registry.ts";
import type { Console } from "./console.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { InputError, notYetSupported } from "./input-error.ts";

const ABOUT =
  "Simulates subscription billing on a virtual clock, the way Stripe Billing documents it: a scenario in YAML goes in; invoices, prorations, retries and reports come out, exact to the cent.";

/** Parses a command line (without node and script) and runs its command. */
export async function main(args: readonly string[], version: string, console: Console): Promise<ExitCode> {
  let exit: ExitCode = EXIT.fine;
  const program = buildProgram(version, console, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exit;
  } catch (error) {
    return answerTo(error, console);
  }
}

function buildProgram(version: string, console: Console, done: (code: ExitCode) => void): Program {
  const program = new Program("billclock")
    .description(ABOUT)
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showSuggestionAfterError()
    .showHelpAfterError("See `billclock --help`.")
    .configureOutput({ writeOut: console.out, writeErr: console.err, outputError: (text, write) => write(text) })
    .exitOverride()
    .addHelpText(
      "after",
      `\nExample:\n  $ ${commands[0]?.example ?? ""}\n\nExit codes: 0 fine, 1 a check failed, 2 the input is wrong, 3 billclock itself failed.`,
    );
  for (const command of commands) addCommand(program, command, console, done);
  for (const name of laterCommands) {
    program
      .command(name, { hidden: true })
      .helpOption(false)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw notYetSupported(`The command \`${name}\``);
      });
  }
  return program;
}

function addCommand(program: Program, command: Command, console: Console, done: (code: ExitCode) => void): void {
  const sub = program
    .command(command.name)
    .description(command.about)
    .helpOption("-h, --help", "print this help")
    .showHelpAfterError(`See \`billclock ${command.name} --help\`.`)
    .addHelpText("after", `\nExample:\n  $ ${command.example}`);
  for (const { name, about } of command.arguments) sub.argument(name, about);
  for (const { flags, about } of command.options) sub.option(flags, about);
  for (const flags of command.later) sub.addOption(new Option(flags).hideHelp());
  sub.action(async () => {
    const options = sub.opts() as Options;
    for (const flags of command.later) {
      const option = new Option(flags);
      if (options[option.attributeName()] !== undefined) throw notYetSupported(`The option ${option.long} of \`${command.name}\``);
    }
    done(await command.run({ arguments: sub.args, options, console }));
  });
}

/** What the caller gets for an error, after it is told. */
export function answerTo(error: unknown, console: Console): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.wrongInput;
  if (error instanceof InputError) {
    console.err(`${console.paint("red", "error")}: ${error.message}\n`);
    return EXIT.wrongInput;
  }
  const told = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? ((error.cause instanceof Error ? error.cause : error).stack ?? "") : "";
  console.err(`billclock failed. This is a bug in billclock, not in your input:\n  ${told}\n\n${stack}\n`);
  return EXIT.internal;
}

/** From arguments to an exit code. */
import { runCheck } from './check.ts';
import { type Command, parseCommand } from './command-line.ts';
import { readConfigFile, withFileOptions } from './config-file.ts';
import { runDiff } from './diff.ts';
import { runExplain } from './explain.ts';
import { runGather } from './gather.ts';
import { helpText } from './help.ts';
import { runPolicy } from './policy.ts';
import { runReach } from './reach.ts';
import { runServe } from './serve.ts';
import { runSnapshot } from './snapshot.ts';
import { EXIT, printable, type Terminal, tell } from './terminal.ts';
import { VERSION } from './version.ts';

/** Runs a command; resolves to its exit code. Never throws for what a person may do wrong. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parseCommand(args);
  if (!parsed.ok) {
    terminal.err(`hopscope: ${printable(parsed.reason)}\n`);
    return EXIT.usage;
  }
  const command = parsed.value;
  if (command.name === 'serve' && command.config !== null) return serveByFile(args, command.config, terminal);
  switch (command.name) {
    case 'help':
      terminal.out(helpText(command.about));
      return EXIT.ok;
    case 'version':
      terminal.out(`${VERSION}\n`);
      return EXIT.ok;
    case 'explain':
      return runExplain(command, terminal);
    case 'check':
      return runCheck(command, terminal);
    case 'reach':
      return runReach(command, terminal);
    case 'policy':
    case 'waypoint':
      return runPolicy(command, terminal);
    case 'gather':
      return runGather(command, terminal);
    case 'snapshot':
      return runSnapshot(command, terminal);
    case 'diff':
      return runDiff(command, terminal);
    default:
      return runServe(command, terminal);
  }
}

/** The command line comes before the environment, the environment before the file. */
async function serveByFile(args: readonly string[], path: string, terminal: Terminal): Promise<number> {
  const file = readConfigFile(path);
  if (!file.ok) return tell(terminal, [file.reason], EXIT.usage);
  const filled = parseCommand(withFileOptions(args, file.value));
  if (!filled.ok) return tell(terminal, [filled.reason], EXIT.usage);
  const env = { ...file.value.environment, ...terminal.env };
  return runServe(filled.value as Extract<Command, { name: 'serve' }>, { ...terminal, env });
}

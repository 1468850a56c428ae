import type { Command } from 'commander';
import type { Session } from './session.ts';

/** What a command does with its own arguments and options; answers an exit code. */
type Action<Args extends readonly unknown[]> = (session: Session, ...args: Args) => Promise<number>;

/** How commands are added: `run` ties an action to this run of the program. */
export interface CommandLine {
  readonly program: Command;
  run<Args extends readonly unknown[]>(action: Action<Args>): (...args: Args) => Promise<void>;
}

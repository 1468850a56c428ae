/** The exit codes of every command. */
export const exitCode = { ok: 0, failed: 1, usage: 2, difference: 3 } as const;

/** A command cannot go on: the message says why and what to do, for a person. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: number;

  constructor(message: string, code: number = exitCode.failed) {
    super(message);
    this.exitCode = code;
  }
}

/** The command was called wrongly: exit code 2. */
export const usageFailure = (message: string): Failure => new Failure(message, exitCode.usage);

import type { CommandLine } from '../command-line.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import type { ApiRequest } from '../http/api.ts';
import { textAt } from '../http/json.ts';
import { AnswerFailure } from '../http/problem.ts';
import type { Session } from '../session.ts';

export function addClockCommands({ program, run }: CommandLine): void {
  const clock = program
    .command('clock')
    .description('The test clock of a local stack: let a month pass in a second.');
  clock.command('get').description('What time it is there').action(run(getClock));
  clock
    .command('set')
    .description('Move it')
    .argument('<time>', 'RFC 3339, such as 2026-02-01T00:00:00Z')
    .action(
      run(async (session, time: string) => {
        if (!/^\d{4}-\d\d-\d\d[Tt ]/.test(time) || Number.isNaN(Date.parse(time))) {
          throw usageFailure(
            `a time is RFC 3339, such as 2026-02-01T00:00:00Z, got ${JSON.stringify(time)}`,
          );
        }
        return answer(session, await setClock(session, time));
      }),
    );
  clock
    .command('reset')
    .description('Back to the time of this machine')
    .action(run(async (session) => answer(session, await setClock(session, null))));
}

/** Moves the test clock, or with `null` back to the machine's; answers what it says now. */
export const setClock = (session: Session, now: string | null): Promise<string> =>
  clockAfter(session, { method: 'POST', path: '/v1/clock', body: JSON.stringify({ now }) });

const getClock = async (session: Session): Promise<number> =>
  answer(session, await clockAfter(session, { method: 'GET', path: '/v1/clock' }));

async function clockAfter(session: Session, request: ApiRequest): Promise<string> {
  const api = session.api();
  const local = session.localStack();
  // Nobody else gets to see the secret.
  const secret = local?.url === api.url ? { localSecret: local.localSecret } : {};
  try {
    const { body } = await api.call({ ...request, ...secret });
    return textAt(body, 'now') ?? 'an unknown time';
  } catch (error) {
    if (error instanceof AnswerFailure && error.status === 404) {
      throw new Failure(
        `${api.url} has no test clock: only the local stack of \`npm start\` has one. Elsewhere, events older than the time window cannot be sent`,
      );
    }
    throw error;
  }
}

function answer(session: Session, now: string): number {
  if (session.isJson) session.printJson({ now });
  else session.shell.out(`${now}\n`);
  return exitCode.ok;
}

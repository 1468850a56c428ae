import type { CommandLine } from '../command-line.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import type { ApiRequest } from '../http/api.ts';
import { textAt } from '../http/json.ts';
import { AnswerFailure } from '../http/problem.ts';
import type { Session } from '../session.ts';
import { aTime, timeForms } from '../times.ts';

export function addClockCommands({ program, run }: CommandLine): void {
  const clock = program
    .command('clock')
    .description('The test clock of a local stack: let a month pass in a second.');
  clock.command('get').description('What time it is there').action(run(getClock));
  clock
    .command('set')
    .description('Move it')
    .argument('<time>', `to when: ${timeForms}`, aTime)
    .action(run(async (session, time: string) => answer(session, await setClock(session, time))));
  clock
    .command('reset')
    .description('Back to the time of this machine')
    .action(run(async (session) => answer(session, await setClock(session, null))));
}

/** Moves the test clock, or with `null` back to the machine's; answers what it says now. */
export const setClock = (session: Session, now: string | null): Promise<string> =>
  clockAfter(session, { method: 'POST', path: '/v1/clock', body: JSON.stringify({ now }) });

/** Hours after the end of a month in UTC at which it has ended in every time zone. */
const zonesBehindHours = 12;

/** Moves the test clock to when a month has ended for every customer; nothing where it is later already. */
export async function setClockAfter(session: Session, period: string): Promise<void> {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(period) ?? [];
  if (year === undefined) throw usageFailure(`a month is YYYY-MM, got ${JSON.stringify(period)}`);
  const after = Date.UTC(Number(year), Number(month), 1, zonesBehindHours);
  const now = await clockAfter(session, { method: 'GET', path: '/v1/clock' });
  if (Date.parse(now) >= after) return;
  const moved = await setClock(session, new Date(after).toISOString());
  session.shell.err(`the test clock says ${moved}\n`);
}

/** What time it is where usage is: by the test clock of a local stack, elsewhere by this machine's. */
export async function timeThere(session: Session): Promise<number> {
  const isLocal = session.localStack()?.url === session.connection().url;
  if (!isLocal) return session.shell.now();
  return Date.parse(await clockAfter(session, { method: 'GET', path: '/v1/clock' }));
}

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

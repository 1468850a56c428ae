import type { CommandLine } from '../command-line.ts';
import { inputBytes } from '../events/input-bytes.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, jsonFrom, listAt, numberAt, textAt } from '../http/json.ts';
import { itemsOf, wholeList } from '../http/pages.ts';
import { counted } from '../output/numbers.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';

interface Output {
  readonly output?: string;
}

/** As many as one request takes. */
const EVENTS_AT_ONCE = 100;
const BYTES_MAX = 256 * 1024 * 1024;
/** Of what was asked for before it was used: the source of its events. */
const SPEND_SOURCE = 'urn:farthing:spend';

type Group = ReturnType<CommandLine['program']['command']>;

/** Proofs of what was counted, and of what payees are told. */
export function addEventProofs(proofs: Group, { run }: Pick<CommandLine, 'run'>): void {
  proofs
    .command('events')
    .description('That events were counted: each is in the leaf of its hour')
    .argument('<file>', 'JSON with `events`, as `explain --events --json` prints it; - for input')
    .option('-o, --output <file>', 'where to put the proofs; - for standard output')
    .action(run(proveListed));
  proofs
    .command('receipt')
    .description('That the event of a receipt was counted')
    .argument('<receipt>', 'receiptId of a capture, or the id of a charge')
    .option('-o, --output <file>', 'where to put the proof; - for standard output')
    .action(run(proveReceipt));
  proofs
    .command('payee')
    .description('That a payee’s statement is in the log, and all that it adds up')
    .argument('<statement>', 'its number or id')
    .option('-o, --output <file>', 'where to put the proofs; - for standard output')
    .action(run(provePayee));
}

/** An event as it is asked about. */
interface AskedEvent {
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  readonly time: string;
}

async function proveListed(session: Session, file: string, { output }: Output): Promise<number> {
  const given = await inputBytes(session, file, { most: BYTES_MAX, otherwise: 'part them' });
  const events = itemsOf(jsonFrom(given.toString('utf8')), 'events').map(eventIn);
  if (events.length === 0) throw usageFailure(`give JSON with a list of events, got ${file}`);
  return writeProofs(session, events, output);
}

async function proveReceipt(session: Session, id: string, { output }: Output): Promise<number> {
  const path = `/v1/receipts/${encodeURIComponent(id)}`;
  const { body } = await session.api().call({ method: 'GET', path });
  const claims = isJsonObject(body) && isJsonObject(body['claims']) ? body['claims'] : {};
  const [event, subject] = [textAt(claims, 'jti'), textAt(claims, 'subject')];
  const seconds = numberAt(claims, 'iat');
  if (event === undefined || subject === undefined || seconds === undefined)
    throw new Failure(`${path} was answered, but not with a receipt: is this Farthing?`);
  const time = new Date(seconds * 1000).toISOString();
  return writeProofs(session, [{ source: SPEND_SOURCE, id: event, subject, time }], output);
}

function eventIn(event: JsonObject): AskedEvent {
  const [source, id] = [textAt(event, 'source'), textAt(event, 'id')];
  const [subject, time] = [textAt(event, 'subject'), textAt(event, 'time')];
  if (source === undefined || id === undefined || subject === undefined || time === undefined)
    throw usageFailure('give each event with its source, id, subject and time');
  return { source, id, subject, time };
}

/** All proofs together, as the interface answers a page of them. */
async function writeProofs(
  session: Session,
  events: readonly AskedEvent[],
  output: string | undefined,
): Promise<number> {
  const proofs: unknown[] = [];
  const unproven: JsonObject[] = [];
  for (let at = 0; at < events.length; at += EVENTS_AT_ONCE) {
    const body = JSON.stringify({ events: events.slice(at, at + EVENTS_AT_ONCE) });
    const { body: answer } = await session.api().call({
      ...{ method: 'POST', path: '/v1/event-proofs', body },
    });
    proofs.push(...listAt(answer, 'proofs'));
    unproven.push(...itemsOf(answer, 'unproven'));
  }
  const code = await writeOut(session, [`${JSON.stringify({ proofs, unproven })}\n`], output);
  for (const [reason, own] of Map.groupBy(unproven, (one) => textAt(one, 'reason') ?? ''))
    session.shell.err(`${counted(own.length, 'event')} without a proof: ${reason}\n`);
  return unproven.length === 0 ? code : exitCode.difference;
}

async function provePayee(session: Session, id: string, { output }: Output): Promise<number> {
  const path = `/v1/payee-statements/${encodeURIComponent(id)}/proof`;
  const { pages, items } = await wholeList(session.api(), { path, member: 'documents' });
  const statement = textAt(pages[0], 'statement');
  const whole = { statement, documents: items };
  return writeOut(session, [`${JSON.stringify(whole)}\n`], output);
}

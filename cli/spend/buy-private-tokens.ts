import { lstat, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { newToken, type PendingToken, signedToken } from '../../sdk/src/private-tokens/token.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { type JsonObject, jsonFrom, listAt, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';
import { AnswerFailure, ProblemFailure } from '../http/problem.ts';
import { post } from '../invoices/record-on.ts';
import { printable } from '../output/table.ts';
import { isStandardOutput, writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { systemErrorCode } from '../system-error.ts';
import { textFile } from '../text-file.ts';

interface BuyOptions {
  readonly units?: string;
  readonly output?: string;
  readonly requests?: string;
}

/** What is bought: by whom, of which private pass, how many. */
interface Wanted {
  readonly payer: string;
  readonly pass: string;
  readonly units: number;
}

/** What was begun: kept beside the tokens until these are there, as nothing else makes tokens of what was paid. */
interface Begun {
  readonly keyId: string;
  readonly pending: readonly PendingToken[];
  /** Not said by what was begun by earlier releases. */
  readonly payer?: string;
  readonly pass?: string;
}

/** For which file, by its name as it was given, and where it is begun. */
interface Place {
  readonly output: string;
  readonly begun: string;
}

const UNITS = /^[1-9]\d{0,2}$/;

/** Buys private tokens, made here; or sends what somebody else has made. */
export async function buyTokens(
  session: Session,
  payer: string,
  pass: string,
  { units, output, requests }: BuyOptions,
): Promise<number> {
  const buy: Buy = (keyId, sent) =>
    post(session, `/v1/payers/${encodeURIComponent(payer)}/private-passes`, {
      ...{ privatePass: pass, keyId, requests: sent },
    });
  if (requests !== undefined) {
    const made = jsonFrom(await textFile(session.shell, requests));
    const answer = await buy(textAt(made, 'keyId') ?? '', listAt(made, 'requests'));
    if (session.isJson) session.printJson(answer);
    else session.shell.out(lines(listAt(answer, 'responses').map(String)));
    return exitCode.ok;
  }
  if (output === undefined || units === undefined || !UNITS.test(units)) {
    throw usageFailure('give --units, from 1 to 150, and -o with a file for the tokens');
  }
  await refuseExisting(session, output);
  const place = { output, begun: resolve(session.shell.workingDirectory, `${output}.begun`) };
  const wanted = { payer, pass, units: Number.parseInt(units, 10) };
  return buyInto(session, place, { wanted, buy });
}

type Buy = (keyId: string, requests: readonly unknown[]) => Promise<JsonObject>;

async function buyInto(
  session: Session,
  place: Place,
  { wanted, buy }: { readonly wanted: Wanted; readonly buy: Buy },
): Promise<number> {
  const before = await begunIn(place);
  if (before !== undefined) refuseOther(place, before, wanted);
  const { keyId, pending } = before ?? (await begun(session, place, wanted));
  const sent = pending.map(({ request }) => request);
  const answer = await buy(keyId, sent).catch(async (error: unknown) => {
    await afterRefusal(session, place, { error, isFirst: before === undefined });
    const isOfUnits = error instanceof ProblemFailure && error.param === '/requests';
    throw isOfUnits ? error.ofOption('--units') : error;
  });
  const responses = listAt(answer, 'responses').map(String);
  const tokens = await Promise.all(pending.map((one, at) => signedToken(one, responses[at] ?? '')));
  const written = await writeOut(session, [lines(tokens)], place.output, { isSecret: true });
  await rm(place.begun);
  const said = `${tokens.length} private tokens for ${textAt(answer, 'amount') ?? ''} ${textAt(answer, 'currency') ?? ''}, good until ${textAt(answer, 'endsAt') ?? ''}`;
  session.shell.err(`${printable(said)}\n`);
  return written;
}

const lines = (texts: readonly string[]): string =>
  texts.map((one) => `${printable(one)}\n`).join('');

/** Tokens are money: those of a file are not written over, and it is said before more are bought. */
async function refuseExisting({ shell }: Session, output: string): Promise<void> {
  if (isStandardOutput(output)) return;
  try {
    await lstat(resolve(shell.workingDirectory, output));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  throw usageFailure(
    `${output} is there already, and may hold tokens: nothing was bought. Name another file by -o, or move that one away`,
  );
}

/** What goes on is what was begun: for another payer it would be paid twice, and as many come as were asked for. */
function refuseOther({ output }: Place, { pending, ...before }: Begun, wanted: Wanted): void {
  const { payer = wanted.payer, pass = wanted.pass } = before;
  const isSame = payer === wanted.payer && pass === wanted.pass && pending.length === wanted.units;
  if (isSame) return;
  const again = `buy ${payer} ${pass} --units ${pending.length} -o ${output}`;
  throw usageFailure(
    printable(
      `${output}.begun is of a purchase that may be paid already. Go on with it: \`${again}\`; or name another file by -o for what you want now`,
    ),
  );
}

/** The same, asked again, may do. */
const passing: ReadonlySet<string> = new Set(['spend.busy', 'spend.too-many', 'books.full']);
/** Said of this very purchase, so that an earlier attempt has not paid it either. */
const unpaid: ReadonlySet<string> = new Set([
  'wallet.too-little',
  'private-pass.refused',
  'private-pass.unsuited',
  'request.invalid',
]);

/** Nothing is paid for what was refused for good: so the next attempt begins anew. Else what was begun stays. */
async function afterRefusal(
  { shell }: Session,
  { output, begun: place }: Place,
  { error, isFirst }: { readonly error: unknown; readonly isFirst: boolean },
): Promise<void> {
  const code = error instanceof ProblemFailure ? error.code : '';
  const isRefused = error instanceof AnswerFailure && isDefinite(error.status, code);
  if (isRefused && (isFirst || unpaid.has(code))) {
    await rm(place);
    return;
  }
  const kept = `it may be paid already: ${output}.begun is kept, and the same command goes on with it`;
  shell.err(`${printable(kept)}\n`);
}

const isDefinite = (status: number, code: string): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 429 && !passing.has(code);

/** Makes the tokens, and puts down what makes them good before they are asked for. */
async function begun(
  session: Session,
  { output, begun: place }: Place,
  { payer, pass, units }: Wanted,
): Promise<Begun> {
  const { items } = await wholeList(session.api(), {
    path: '/v1/private-passes',
    member: 'passes',
  });
  const found = items.find((one) => textAt(one, 'key') === pass);
  const epoch = found?.['epoch'];
  const [keyId, tokenKey] = [textAt(epoch, 'keyId'), textAt(epoch, 'tokenKey')];
  const challenge = textAt(epoch, 'challenge');
  if (keyId === undefined || tokenKey === undefined || challenge === undefined) {
    const unsold = textAt(found, 'unsold') ?? 'see farthing private-passes list';
    const why = found === undefined ? 'no private pass has this key' : unsold;
    throw new Failure(printable(`nothing is sold of ${pass} now: ${why}`));
  }
  const offer = { tokenKey, challenge };
  const pending = await Promise.all(Array.from({ length: units }, () => newToken(offer)));
  const made = { keyId, payer, pass, pending };
  try {
    await writeFile(place, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new Failure(`cannot write ${output}.begun (${code}): nothing was bought`);
  }
  return made;
}

/** What was begun before, and whose answer never came: the same again is paid once. */
async function begunIn({ output, begun: place }: Place): Promise<Begun | undefined> {
  let text: string;
  try {
    text = await readFile(place, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const made = jsonFrom(text);
  // We wrote it ourselves, before anything was asked for.
  if (textAt(made, 'keyId') !== undefined) return made as Begun;
  throw new Failure(`${output}.begun was not written whole, so nothing was bought: delete it`);
}

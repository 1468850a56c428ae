import type { PublicKeys, ReceiptClaims } from '../../sdk/src/contract/index.ts';
import { type ReceiptVerdict, verifyReceipt } from '../../sdk/src/receipts/verify-receipt.ts';
import type { CommandLine } from '../command-line.ts';
import { inputBytes } from '../events/input-bytes.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { isJsonObject, jsonFrom, listAt, textAt } from '../http/json.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { claimsReport } from './claims-report.ts';

interface VerifyOptions {
  readonly keys?: string;
  readonly payee?: string;
  readonly resource?: string;
}

/** More than any receipt, or set of keys, has. */
const BYTES_MAX = 64 * 1024;
const KEYS_PATH = '/.well-known/jwks.json';
const WAIT_MS = 30_000;

export function addReceiptCommands({ program, run }: CommandLine): void {
  const receipts = program
    .command('receipts')
    .description('What was charged, signed; and whether a receipt proves what it says.');
  receipts
    .command('show')
    .description('The receipt of what was charged: what it says, and the signed text')
    .argument('<receipt>', 'receiptId of a capture, or the id of a charge')
    .action(run(showReceipt));
  receipts
    .command('verify')
    .description('Verify a receipt, and say what holds. Exit code 3 where it does not')
    .argument(
      '<receipt>',
      'its text; or a file with it, as `receipts show` prints it; - for standard input',
    )
    .option('--keys <file>', 'the published keys: a file, or an address; asked for where left out')
    .option('--payee <tenant>', 'who has to be paid by it')
    .option('--resource <url>', 'what has to be paid for by it')
    .action(run(verify));
  receipts
    .command('keys')
    .description('The public keys that receipts are verified with, as a JSON Web Key Set')
    .action(
      run(async (session) => {
        session.printJson((await session.api().call({ method: 'GET', path: KEYS_PATH })).body);
        return exitCode.ok;
      }),
    );
}

async function showReceipt(session: Session, id: string): Promise<number> {
  const path = `/v1/receipts/${encodeURIComponent(id)}`;
  const { body } = await session.api().call({ method: 'GET', path });
  if (session.isJson) session.printJson(body);
  else {
    const claims = isJsonObject(body) ? body['claims'] : undefined;
    // As the interface declares it.
    const said = isJsonObject(claims) ? claimsReport(claims as unknown as ReceiptClaims) : '';
    session.shell.out(`${said}\n${printable(textAt(body, 'receipt') ?? '')}\n`);
  }
  return exitCode.ok;
}

async function verify(
  session: Session,
  given: string,
  { keys, payee, resource }: VerifyOptions,
): Promise<number> {
  const receipt = await receiptIn(session, given);
  const claims = {
    ...(payee === undefined ? {} : { payee }),
    ...(resource === undefined ? {} : { resource }),
  };
  const verdict = await verifyReceipt(receipt, { keys: await keysFrom(session, keys), claims });
  if (session.isJson) session.printJson(verdict);
  else session.shell.out(verdictReport(verdict));
  return verdict.holds ? exitCode.ok : exitCode.difference;
}

const verdictReport = (verdict: ReceiptVerdict): string =>
  verdict.holds
    ? `it holds: signed with ${printable(verdict.kid)}, one of the published keys, and nothing was changed since\n\n${claimsReport(verdict.claims)}`
    : `it does not hold: ${printable(verdict.detail)} (${verdict.reason})\n`;

/** A receipt itself has two points and nothing that a path has. */
const asText = /^\s*[\w-]+\.[\w-]{20,}\.[\w-]{20,}\s*$/;

const asPart = /(?<![\w.-])[\w-]+\.[\w-]{20,}\.[\w-]{20,}(?![\w.-])/g;

/** The text of a receipt; of what `receipts show` has printed, in words or with `--json`, the receipt in it. */
async function receiptIn(session: Session, given: string): Promise<string> {
  if (asText.test(given)) return given.trim();
  const bytes = await inputBytes(session, given, {
    most: BYTES_MAX,
    otherwise: 'give a file with one receipt',
  });
  const text = bytes.toString('utf8').trim();
  const inJson = textAt(jsonFrom(text), 'receipt');
  if (inJson !== undefined) return inJson;
  // Beside the words of what it says; ids in them have a short part.
  const [only, ...others] = new Set(text.match(asPart));
  if (others.length > 0) throw usageFailure(`give one receipt: ${given} has several`);
  return only ?? text;
}

async function keysFrom(session: Session, given: string | undefined): Promise<PublicKeys> {
  const found = await jsonOfKeys(session, given);
  const keys = listAt(found, 'keys').filter(isJsonObject);
  if (keys.length > 0 && keys.every((key) => textAt(key, 'x') !== undefined)) {
    // What of them does not fit is no key that anything is verified with.
    return { keys: keys as unknown as PublicKeys['keys'] };
  }
  throw usageFailure(
    'give a JSON Web Key Set of at least one key, as /.well-known/jwks.json has it',
  );
}

async function jsonOfKeys(session: Session, given: string | undefined): Promise<unknown> {
  if (given === undefined) {
    return (await session.api().call({ method: 'GET', path: KEYS_PATH })).body;
  }
  if (!/^https?:\/\//.test(given)) {
    const limits = { most: BYTES_MAX, otherwise: 'give the key set alone' };
    return jsonFrom((await inputBytes(session, given, limits)).toString('utf8'));
  }
  try {
    const answer = await fetch(given, { signal: AbortSignal.timeout(WAIT_MS) });
    if (answer.ok) return jsonFrom(await answer.text());
    throw new Error(`it answered ${answer.status}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`cannot read the keys at ${printable(given)}: ${printable(why)}`);
  }
}

import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { newToken, type PendingToken, signedToken } from '../../sdk/src/private-tokens/token.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { isJsonObject, jsonFrom, listAt, textAt } from '../http/json.ts';
import { post } from '../invoices/record-on.ts';
import { printable } from '../output/table.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { systemErrorCode } from '../system-error.ts';

interface BuyOptions {
  readonly units?: string;
  readonly output?: string;
  readonly requests?: string;
}

/** What was begun: kept beside the tokens until these are there, as nothing else makes tokens of what was paid. */
interface Begun {
  readonly keyId: string;
  readonly pending: readonly PendingToken[];
}

const UNITS = /^[1-9]\d{0,2}$/;

/** Buys private tokens, made here; or sends what somebody else has made. */
export async function buyTokens(
  session: Session,
  payer: string,
  pass: string,
  { units, output, requests }: BuyOptions,
): Promise<number> {
  const buy = (keyId: string, sent: readonly unknown[]) =>
    post(session, `/v1/payers/${encodeURIComponent(payer)}/private-passes`, {
      ...{ privatePass: pass, keyId, requests: sent },
    });
  if (requests !== undefined) {
    const made = jsonFrom(await readText(session, requests));
    const answer = await buy(textAt(made, 'keyId') ?? '', listAt(made, 'requests'));
    if (session.isJson) session.printJson(answer);
    else session.shell.out(printable(lines(listAt(answer, 'responses').map(String))));
    return exitCode.ok;
  }
  if (output === undefined || units === undefined || !UNITS.test(units)) {
    throw usageFailure('give --units, from 1 to 150, and -o with a file for the tokens');
  }
  const place = resolve(session.shell.workingDirectory, `${output}.begun`);
  const { keyId, pending } = (await begunIn(place)) ?? (await begun(session, { pass, units }));
  await writeFile(place, JSON.stringify({ keyId, pending }), { mode: 0o600 });
  const answer = await buy(
    keyId,
    pending.map(({ request }) => request),
  );
  const responses = listAt(answer, 'responses').map(String);
  const tokens = await Promise.all(pending.map((one, at) => signedToken(one, responses[at] ?? '')));
  const written = await writeOut(session, [lines(tokens)], output);
  await rm(place);
  const said = `${tokens.length} private tokens for ${textAt(answer, 'amount') ?? ''} ${textAt(answer, 'currency') ?? ''}, good until ${textAt(answer, 'endsAt') ?? ''}`;
  session.shell.err(`${printable(said)}\n`);
  return written;
}

const lines = (texts: readonly string[]): string => texts.map((one) => `${one}\n`).join('');

async function begun(
  session: Session,
  { pass, units }: { readonly pass: string; readonly units: string },
): Promise<Begun> {
  const { body } = await session.api().call({ method: 'GET', path: '/v1/private-passes' });
  const found = listAt(body, 'passes').find((one) => textAt(one, 'key') === pass);
  const epoch = isJsonObject(found) ? found['epoch'] : undefined;
  const [keyId, tokenKey] = [textAt(epoch, 'keyId'), textAt(epoch, 'tokenKey')];
  const challenge = textAt(epoch, 'challenge');
  if (keyId === undefined || tokenKey === undefined || challenge === undefined) {
    throw new Failure(`nothing is sold of ${pass} now: see farthing private-passes list`);
  }
  const offer = { tokenKey, challenge };
  const count = Number.parseInt(units, 10);
  const pending = await Promise.all(Array.from({ length: count }, () => newToken(offer)));
  return { keyId, pending };
}

/** What was begun before, and whose answer never came: the same again is paid once. */
async function begunIn(place: string): Promise<Begun | undefined> {
  try {
    // We wrote it ourselves.
    return jsonFrom(await readFile(place, 'utf8')) as Begun;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function readText({ shell }: Session, file: string): Promise<string> {
  try {
    return await readFile(resolve(shell.workingDirectory, file), 'utf8');
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new Failure(`cannot read ${file} (${code})`);
  }
}

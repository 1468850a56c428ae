import { createHash } from 'node:crypto';
import type { CommandLine } from '../command-line.ts';
import { inputBytes } from '../events/input-bytes.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { type JsonObject, jsonFrom, numberAt, textAt } from '../http/json.ts';
import { itemsOf } from '../http/pages.ts';
import { ProblemFailure } from '../http/problem.ts';
import { counted } from '../output/numbers.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';

const DIRECTORY_PATH = '/.well-known/private-token-issuer-directory';
const BYTES_MAX = 16 * 1024 * 1024;
const MILLISECONDS = 1_000;

type Group = ReturnType<CommandLine['program']['command']>;

interface Options {
  readonly directory?: string;
  readonly output?: string;
}

/** Proofs that keys of private tokens are where everybody sees them. */
export const addKeyProofs = (proofs: Group, { run }: Pick<CommandLine, 'run'>): void => {
  proofs
    .command('keys')
    .description('That the keys of private tokens are in a public log, for whoever reads privately')
    .argument('<tenant>', 'whose log')
    .option('--directory <file>', 'keys as they were shown to you; those of now where left out')
    .option('-o, --output <file>', 'where to put the proofs; - for standard output')
    .action(run(proveKeys));
};

/** A key as a directory has it. */
interface ListedKey {
  readonly keyId: string;
  readonly year: number;
}

async function proveKeys(
  session: Session,
  tenant: string,
  { directory, output }: Options,
): Promise<number> {
  const keys = itemsOf(await directoryOf(session, directory), 'token-keys').map(listedKey);
  const proofs: string[] = [];
  const unproven: string[] = [];
  for (const key of keys) {
    const proof = await proofOf(session, tenant, key);
    if (proof === undefined) unproven.push(key.keyId);
    else proofs.push(proof);
  }
  const code = await writeOut(session, [`${JSON.stringify({ proofs, unproven })}\n`], output);
  if (unproven.length === 0) return code;
  session.shell.err(
    `${counted(unproven.length, 'key')} not in a log of ${tenant}: of another tenant, or newer than ten minutes, or for you alone\n`,
  );
  return exitCode.difference;
}

async function directoryOf(session: Session, file: string | undefined): Promise<unknown> {
  if (file === undefined)
    return (await session.api().call({ method: 'GET', path: DIRECTORY_PATH })).body;
  const limits = { most: BYTES_MAX, otherwise: 'is it a directory of keys?' };
  return jsonFrom((await inputBytes(session, file, limits)).toString('utf8'));
}

function listedKey(key: JsonObject): ListedKey {
  const [spki, from] = [textAt(key, 'token-key'), numberAt(key, 'not-before')];
  if (spki === undefined || from === undefined)
    throw usageFailure(`give a directory of keys, as ${DIRECTORY_PATH} answers it`);
  return {
    keyId: createHash('sha256').update(Buffer.from(spki, 'base64url')).digest('base64url'),
    year: new Date(from * MILLISECONDS).getUTCFullYear(),
  };
}

/** A key that was made at the end of a year may be in the log of the next. */
async function proofOf(
  session: Session,
  tenant: string,
  { keyId, year }: ListedKey,
): Promise<string | undefined> {
  for (const one of [year, year + 1]) {
    const path = `/v1/logs/${encodeURIComponent(tenant)}/${one}/token-keys/${keyId}`;
    try {
      return (await session.api().call({ method: 'GET', path, accept: 'text/plain' })).text;
    } catch (error) {
      if (!(error instanceof ProblemFailure) || !unknownBy.has(error.code)) throw error;
    }
  }
  return undefined;
}

const unknownBy: ReadonlySet<string> = new Set(['proof.not-yet', 'log.not-found']);

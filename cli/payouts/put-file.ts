import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../failure.ts';
import type { Session } from '../session.ts';
import { systemErrorCode } from '../system-error.ts';

/** Puts what a file has; answers what was answered. */
export async function putFile(session: Session, path: string, file: string): Promise<unknown> {
  const body = await textOf(session, file);
  return (await session.api().call({ method: 'PUT', path, body })).body;
}

/** Puts a body; answers what was answered. */
export const putBody = async (session: Session, path: string, body: object): Promise<unknown> =>
  (await session.api().call({ method: 'PUT', path, body: JSON.stringify(body) })).body;

async function textOf({ shell }: Session, file: string): Promise<string> {
  try {
    return await readFile(resolve(shell.workingDirectory, file), 'utf8');
  } catch (error) {
    throw new Failure(`cannot read ${file} (${systemErrorCode(error) ?? 'unknown'})`);
  }
}

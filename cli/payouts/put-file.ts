import type { Session } from '../session.ts';
import { textFile } from '../text-file.ts';

/** Puts what a file has; answers what was answered. */
export async function putFile(session: Session, path: string, file: string): Promise<unknown> {
  const body = await textFile(session.shell, file);
  return (await session.api().call({ method: 'PUT', path, body })).body;
}

/** Puts a body; answers what was answered. */
export const putBody = async (session: Session, path: string, body: object): Promise<unknown> =>
  (await session.api().call({ method: 'PUT', path, body: JSON.stringify(body) })).body;

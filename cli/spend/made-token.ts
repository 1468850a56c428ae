import { InvalidArgumentError } from 'commander';
import { exitCode, Failure } from '../failure.ts';
import { type JsonObject, textAt } from '../http/json.ts';
import { post } from '../invoices/record-on.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';

/** Of whom tokens are, as paths have them: `payers` or `payees`, and the key. */
export interface HolderNamed {
  readonly of: 'payers' | 'payees';
  readonly key: string;
}

export const tokensPath = ({ of, key }: HolderNamed): string =>
  `/v1/${of}/${encodeURIComponent(key)}/tokens`;

/** Reads some of these actions, separated by commas or by blanks, as one argument or several. */
export const actionsOf =
  <Action extends string>(all: readonly Action[]) =>
  (text: string, before: readonly Action[] = []): readonly Action[] => {
    const named = text.split(/[\s,]+/).filter((word) => word !== '');
    const unknown = named.find((word) => !all.some((action) => action === word));
    if (unknown !== undefined) throw new InvalidArgumentError(`There is no action ${unknown}.`);
    return all.filter((action) => before.includes(action) || named.includes(action));
  };

/** Makes a token, and shows it this once. */
export async function makeToken(
  session: Session,
  holder: HolderNamed,
  body: JsonObject,
): Promise<number> {
  const answer = await post(session, tokensPath(holder), body);
  const token = textAt(answer, 'token');
  if (token === undefined) throw new Failure('no token was answered');
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`${printable(token)}\n`);
  if (!session.isJson && session.shell.isTerminal) {
    session.shell.err('keep it now: it is not shown again\n');
  }
  return exitCode.ok;
}

export async function revokeToken(
  session: Session,
  holder: HolderNamed,
  id: string,
): Promise<number> {
  const path = `${tokensPath(holder)}/${encodeURIComponent(id)}/revoke`;
  const answer = await post(session, path, {});
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`${printable(id)} is revoked\n`);
  return exitCode.ok;
}

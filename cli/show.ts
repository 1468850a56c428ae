import { exitCode } from './failure.ts';
import type { JsonObject } from './http/json.ts';
import { wholeList } from './http/pages.ts';
import { type Column, printable, table } from './output/table.ts';
import type { Session } from './session.ts';

/** A column of a list for people. */
export interface ItemColumn extends Column {
  readonly cell: (item: JsonObject) => string;
}

/** Prints a whole list. */
export async function showList(
  session: Session,
  list: { path: string; member: string; query?: Readonly<Record<string, string | undefined>> },
  columns: readonly ItemColumn[],
  none: string | (() => Promise<string>) = `no ${list.member}`,
): Promise<number> {
  const { items } = await wholeList(session.api(), list);
  if (session.isJson) session.printJson({ [list.member]: items });
  else if (items.length === 0) {
    session.shell.out(`${printable(typeof none === 'string' ? none : await none())}\n`);
  } else {
    const rows = items.map((item) => columns.map(({ cell }) => cell(item)));
    session.shell.out(table(columns, rows));
  }
  return exitCode.ok;
}

/** Prints one item as the interface answers it. */
export const showItem = (session: Session, path: string, key: string): Promise<number> =>
  showItemAt(session, `${path}/${encodeURIComponent(key)}`);

/** Prints what a path answers. */
export async function showItemAt(session: Session, path: string): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path });
  if (session.isJson) session.printJson(body);
  else session.shell.out(membersOf(body, ''));
  return exitCode.ok;
}

/** Members under one another, `name: value`, deeper ones indented. */
function membersOf(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return `${indent}${scalar(value)}\n`;
  return Object.entries(value)
    .map(([name, member]: [string, unknown]) => {
      const heading = `${indent}${Array.isArray(value) ? '-' : `${printable(name)}:`}`;
      const isDeep = typeof member === 'object' && member !== null;
      if (!isDeep) return `${heading} ${scalar(member)}\n`;
      if (Object.keys(member).length === 0) return `${heading} none\n`;
      return `${heading}\n${membersOf(member, `${indent}  `)}`;
    })
    .join('');
}

const scalar = (value: unknown): string =>
  typeof value === 'string' ? printable(value) : JSON.stringify(value);

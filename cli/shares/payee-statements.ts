import type { DocumentForm } from '../../core/contract/invoices/invoice.ts';
import { usageFailure } from '../failure.ts';
import { textAt } from '../http/json.ts';
import { documentRequest } from '../invoices/keep-documents.ts';
import { grouped } from '../output/numbers.ts';
import { isStandardOutput, writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { type ItemColumn, showList } from '../show.ts';

const member = 'statements';
const columns: readonly ItemColumn[] = [
  { title: 'month', cell: (one) => textAt(one, 'period') ?? '' },
  { title: 'payee', cell: (one) => textAt(one, 'payee') ?? '' },
  { title: 'number', cell: (one) => textAt(one, 'number') ?? textAt(one, 'id') ?? '' },
  { title: '', cell: (one) => textAt(one, 'currency') ?? '' },
  { title: 'due', align: 'right', cell: (one) => grouped(textAt(one, 'due') ?? '') },
  { title: 'owed', align: 'right', cell: (one) => grouped(textAt(one, 'closing') ?? '') },
];

/** The statements of a payee, the latest first; or of a month, by payee. */
export function showPayeeStatements(
  session: Session,
  key: string | undefined,
  { period }: { readonly period?: string },
): Promise<number> {
  if (key !== undefined && period === undefined) {
    const path = `/v1/payees/${encodeURIComponent(key)}/statements`;
    return showList(session, { path, member }, columns);
  }
  if (key !== undefined || period === undefined) {
    throw usageFailure('name a payee, or a month with --period');
  }
  return showList(session, { path: '/v1/payee-statements', member, query: { period } }, columns);
}

/** One statement, as a document. */
export async function showPayeeStatement(
  session: Session,
  name: string,
  { format, output }: { readonly format: DocumentForm; readonly output?: string },
): Promise<number> {
  if (format === 'pdf' && isStandardOutput(output) && session.shell.isOutTerminal) {
    throw usageFailure(`a PDF is nothing to read on a terminal: add -o ${name}.pdf`);
  }
  const path = `/v1/payee-statements/${encodeURIComponent(name)}`;
  const { text, bytes } = await session.api().call({ ...documentRequest(name, format), path });
  const isEnded = format === 'pdf' || !isStandardOutput(output) || text.endsWith('\n');
  return writeOut(session, isEnded ? [bytes] : [bytes, '\n'], output);
}

import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { listAt, numberAt, textAt } from '../http/json.ts';
import { counted } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';

const columns = [
  { title: 'compared' },
  { title: 'period' },
  { title: 'as of' },
  { title: 'how much', align: 'right' },
  { title: 'differing', align: 'right' },
] as const;

/** What is compared with what, and what of it is counted. */
const kinds: Readonly<Record<string, { readonly what: string; readonly unit: string }>> = {
  books: { what: 'books with projections', unit: 'document' },
  totals: { what: 'totals with logs', unit: 'hour' },
  invoices: { what: 'invoices with totals', unit: 'meter' },
};

export function addReconCommand({ program, run }: CommandLine): void {
  program
    .command('recon')
    .description(
      'What the last pass of the reconciliation found: exit code 3 when anything differs, or none has ended lately',
    )
    .action(run(async (session) => showReconciliation(session)));
}

async function showReconciliation(session: Session): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path: '/v1/reconciliation' });
  if (session.isJson) session.printJson(body);
  else session.shell.out(reportOf(body));
  return textAt(body, 'status') === 'agrees' ? exitCode.ok : exitCode.difference;
}

function reportOf(body: unknown): string {
  const comparisons = listAt(body, 'comparisons');
  const rows = comparisons.map((comparison) => {
    const kind = textAt(comparison, 'kind') ?? '';
    const { what, unit } = kinds[kind] ?? { what: kind, unit: 'item' };
    return [
      what,
      textAt(comparison, 'period') ?? '',
      textAt(comparison, 'begunAt') ?? '',
      counted(numberAt(comparison, 'compared') ?? 0, unit),
      String(numberAt(comparison, 'differing') ?? 0),
    ];
  });
  const lines = [...comparisons.flatMap(findingLines), standing(body)];
  const shown = lines.map((line) => `${printable(line)}\n`).join('');
  return rows.length === 0 ? shown : `${table(columns, rows)}${shown}`;
}

function findingLines(comparison: unknown): readonly string[] {
  const findings = listAt(comparison, 'findings');
  const more = (numberAt(comparison, 'differing') ?? 0) - findings.length;
  const lines = findings.flatMap((finding) => {
    const text = (name: string) => textAt(finding, name);
    const [expected, found] = [text('expected'), text('found')];
    const values = expected === undefined ? '' : `: expected ${expected}, found ${found ?? ''}`;
    return [`${text('code') ?? ''}: ${text('detail') ?? ''}${values}`, `  ${text('action') ?? ''}`];
  });
  return more > 0 ? [...lines, `… and ${more} more`] : lines;
}

function standing(body: unknown): string {
  const endedAt = textAt(body, 'endedAt');
  const last = endedAt === undefined ? 'no pass has ended yet' : `the last one ended ${endedAt}`;
  const status = textAt(body, 'status');
  if (status === 'agrees') return `all that was compared agrees; ${last}`;
  if (status !== 'overdue') return `something differs; ${last}`;
  const why = endedAt === undefined ? last : `no pass has ended for more than a day: ${last}`;
  return `${why}. One begins every day at 03:50 UTC`;
}

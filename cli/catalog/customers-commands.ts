import type { CommandLine } from '../command-line.ts';
import { isJsonObject, listAt, textAt } from '../http/json.ts';
import { showCustomerDocuments } from '../invoices/customer-documents.ts';
import { type ItemColumn, showItem, showList } from '../show.ts';
import { applyFile } from './apply.ts';
import { archiveCustomer } from './archive-customer.ts';
import { foreseeFile } from './foresee-customers.ts';

export const customers = {
  path: '/v1/customers',
  lanes: 4,
  noun: 'customer',
  kept: 'replaced',
} as const;

interface ApplyOptions {
  readonly from?: string;
  readonly dryRun?: boolean;
}

export function addCustomerCommands({ program, run }: CommandLine): void {
  const command = program.command('customers').description('Who pays, and for which subjects.');
  command
    .command('apply')
    .description('Create or replace the customers of a file')
    .argument('<file>', 'JSON array, or one object a line: {"key", "name", "subjects", …}')
    .option('--from <day>', 'YYYY-MM-DD from which it counts; today where left out')
    .option('--dry-run', 'show what it would do to each month, and change nothing')
    .action(
      run(async (session, file: string, { from, dryRun = false }: ApplyOptions) =>
        dryRun
          ? foreseeFile(session, file, { from })
          : applyFile(session, file, { ...customers, query: { from } }),
      ),
    );
  command
    .command('list')
    .description('All customers')
    .action(
      run(async (session) =>
        showList(session, { path: customers.path, member: 'customers' }, [
          { title: 'key', cell: (customer) => textAt(customer, 'key') ?? '' },
          { title: 'name', cell: (customer) => textAt(customer, 'name') ?? '' },
          { title: 'time zone', cell: (customer) => textAt(customer, 'timezone') ?? '' },
          { title: 'subjects', cell: (customer) => subjectsOf(listAt(customer, 'subjects')) },
        ]),
      ),
    );
  command
    .command('get')
    .description('One customer')
    .argument('<key>')
    .action(run(async (session, key: string) => showItem(session, customers.path, key)));
  command
    .command('documents')
    .description('What the books have of one customer, the latest first')
    .argument('<key>', 'its key, or subject: and the subject that pays for itself')
    .option('--kind <kind>', 'only these, such as statement: months without an invoice')
    .action(run(showCustomerDocuments));
  command
    .command('archive')
    .description('End its plan and its subjects; what it used before is still billed')
    .argument('<key>')
    .option('--from <day>', 'YYYY-MM-DD from which it counts; today where left out')
    .action(run(archiveCustomer));
  command
    .command('history')
    .description('What one customer was, the latest first, and which API key changed it when')
    .argument('<key>')
    .action(
      run(async (session, key: string) =>
        showList(
          session,
          { path: `${customers.path}/${encodeURIComponent(key)}/history`, member: 'changes' },
          historyColumns,
        ),
      ),
    );
}

const historyColumns: readonly ItemColumn[] = [
  { title: 'at', cell: (change) => textAt(change, 'at') ?? '' },
  { title: 'by', cell: (change) => textAt(change, 'by') ?? '' },
  { title: 'from', cell: (change) => textAt(change, 'from') ?? '' },
  { title: 'plans', cell: (change) => plansOf(customerOf(change)) },
  {
    title: 'time zone',
    cell: (change) => textAt(customerOf(change), 'timezone') ?? '',
  },
  {
    title: 'subjects',
    cell: (change) => subjectsOf(listAt(customerOf(change), 'subjects')),
  },
];

const subjectsShown = 3;

function subjectsOf(subjects: readonly unknown[]): string {
  const shown = subjects.slice(0, subjectsShown).join(' ');
  return subjects.length > subjectsShown
    ? `${shown} … ${subjects.length - subjectsShown} more`
    : shown;
}

const customerOf = (change: unknown): unknown =>
  isJsonObject(change) ? change['customer'] : undefined;

/** Each plan with its day. */
const plansOf = (customer: unknown): string =>
  listAt(customer, 'plan')
    .map((change) => `${textAt(change, 'plan') ?? 'none'} from ${textAt(change, 'from') ?? ''}`)
    .join(', ');

import type { CommandLine } from '../command-line.ts';
import { type JsonObject, textAt } from '../http/json.ts';
import { grouped } from '../output/numbers.ts';
import { type ItemColumn, showList } from '../show.ts';

const text =
  (name: string) =>
  (item: JsonObject): string =>
    textAt(item, name) ?? '';

const amount = (name: string): Pick<ItemColumn, 'align' | 'cell'> => ({
  align: 'right',
  cell: (item) => grouped(textAt(item, name) ?? ''),
});

export function addAccountCommands({ program, run }: CommandLine): void {
  const accounts = program
    .command('accounts')
    .description('What the books come to: receivables positive, revenue and tax owed negative.');
  accounts
    .command('list', { isDefault: true })
    .description('Every account with its balance; where no command is given, too')
    .option('--customer <key>', 'only this customer’s own accounts')
    .option('--payee <key>', 'only this payee’s own account')
    .action(
      run(
        async (
          session,
          { customer, payee }: { readonly customer?: string; readonly payee?: string },
        ) =>
          showList(
            session,
            { path: '/v1/accounts', member: 'accounts', query: { customer, payee } },
            [
              { title: 'account', cell: text('account') },
              { title: 'balance', ...amount('balance') },
              { title: 'currency', cell: text('currency') },
            ],
          ),
      ),
    );
  accounts
    .command('entries')
    .description('What was posted to one account, in the order of the books')
    .argument('<account>', 'as the list has it, such as revenue:views')
    .action(
      run(async (session, account: string) =>
        showList(
          session,
          { path: `/v1/accounts/${encodeURIComponent(account)}/entries`, member: 'entries' },
          [
            { title: 'recorded', cell: text('recordedAt') },
            { title: 'kind', cell: text('kind') },
            {
              title: 'document',
              cell: (entry) => textAt(entry, 'number') ?? text('document')(entry),
            },
            { title: 'customer', cell: text('customer') },
            { title: 'amount', ...amount('amount') },
            { title: 'currency', cell: text('currency') },
            { title: 'for', cell: text('service') },
          ],
        ),
      ),
    );
}

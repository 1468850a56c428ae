import type { JSX } from 'preact';
import { At, Facts, Money, Quantity } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';

/** Money that a payer can spend, grant by grant, in the order in which they are used. */
export function Wallet({ payer }: { readonly payer: string }): JSX.Element {
  const asked = useAnswer('GET /v1/payers/{payer}/wallet', { path: { payer } });
  return (
    <Answered asked={asked} what="the wallet">
      {({ available, held, owed, currency, grants }) =>
        grants.length === 0 ? (
          <p class="quiet">Nothing was put into it.</p>
        ) : (
          <>
            <Facts
              facts={[
                ['Left', <Money {...{ amount: available, currency }} />],
                ['Held', <Money {...{ amount: held, currency }} />],
                ['Owed', <Money {...{ amount: owed, currency }} />],
              ]}
            />
            <Table
              caption="Grants"
              rows={grants}
              keyOf={({ id }) => id}
              columns={[
                { title: 'grant', cell: ({ id }) => <code>{id}</code> },
                { title: 'kind', cell: ({ kind }) => kind },
                {
                  title: 'amount',
                  isNumber: true,
                  cell: ({ amount }) => <Quantity value={amount} />,
                },
                { title: 'left', isNumber: true, cell: ({ left }) => <Quantity value={left} /> },
                { title: 'priority', isNumber: true, cell: ({ priority }) => priority },
                { title: 'since', cell: ({ createdAt }) => <At instant={createdAt} /> },
                {
                  title: 'until',
                  cell: ({ endsAt }) =>
                    endsAt === undefined ? 'for good' : <At instant={endsAt} />,
                },
              ]}
            />
          </>
        )
      }
    </Answered>
  );
}

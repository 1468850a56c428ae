import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { goTo } from '../../go.ts';
import { linkTo } from '../../place.ts';
import { Money } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { Answered, Empty } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { accountMeans, hasEntries } from './account-words.ts';

type Account = AnswerOf<'GET /v1/accounts'>['accounts'][number];

/** Balances: of the tenant, or of one customer. */
export function Accounts({
  customer = '',
}: {
  readonly customer: string | undefined;
}): JSX.Element {
  const [written, setWritten] = useState(customer);
  const asked = useAnswer('GET /v1/accounts', {
    query: customer === '' ? {} : { customer },
  });
  return (
    <>
      <form
        class="asked-for"
        onSubmit={(event) => {
          event.preventDefault();
          goTo('books', undefined, { customer: written.trim() });
        }}
      >
        <Field
          label="Only customer"
          hint="By its key; empty for all. Of a subject without one: subject:reader-7."
          value={written}
          onValue={setWritten}
        />
        <button type="submit" class="primary">
          Show
        </button>
      </form>
      <Answered asked={asked} what="the accounts">
        {({ accounts }) =>
          accounts.length === 0 ? (
            <NoAccounts customer={customer} />
          ) : (
            <>
              <Balances accounts={accounts} />
              {customer === '' ? <Signs /> : null}
            </>
          )
        }
      </Answered>
    </>
  );
}

const NoAccounts = ({ customer }: { readonly customer: string }): JSX.Element => (
  <Empty>
    {customer === ''
      ? 'Nothing is in the books yet. The first month that is billed begins them: '
      : `Nothing of ${customer} is in the books. It may not have been billed yet: `}
    <a href={linkTo('runs')}>Billing runs</a> says how far that is.
  </Empty>
);

const Balances = ({ accounts }: { readonly accounts: readonly Account[] }): JSX.Element => (
  <Table
    caption="Balances"
    rows={accounts}
    keyOf={({ account, currency }) => `${account} ${currency}`}
    columns={[
      {
        title: 'account',
        cell: ({ account }) =>
          hasEntries(account) ? <a href={linkTo('books', account)}>{account}</a> : account,
      },
      { title: 'is', cell: ({ account }) => accountMeans(account) },
      {
        title: 'balance',
        isNumber: true,
        cell: ({ balance: amount, currency }) => <Money {...{ amount, currency }} />,
      },
    ]}
  />
);

/** How balances are to be read. */
const Signs = (): JSX.Element => (
  <p class="quiet">
    What is owed to you is positive; what was earned, the tax that you owe and what payees are owed
    are negative. Together they are nothing. Entries of what customers owe, and payees are owed,
    stand with each of them.
  </p>
);

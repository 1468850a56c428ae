import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { goTo } from '../../go.ts';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { Field } from '../../ui/field.tsx';
import { type Column, Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import { dayAt } from '../../words.ts';
import type { PageProps } from '../page-props.ts';
import { CustomerPage } from './customer-page.tsx';
import { planNow } from './plan-now.ts';

type Customer = AnswerOf<'GET /v1/customers'>['customers'][number];

/** All customers by key; or one of them. */
export function CustomersPage({ place: { item, query } }: PageProps): JSX.Element {
  if (item !== undefined) {
    const { period, show } = query;
    return <CustomerPage payer={item} {...{ period, show }} />;
  }
  return (
    <>
      <GoToCustomer />
      <Customers />
    </>
  );
}

/** Whoever knows the key goes there at once; a subject that pays for itself is in no list. */
function GoToCustomer(): JSX.Element {
  const [key, setKey] = useState('');
  return (
    <form
      class="asked-for"
      onSubmit={(event) => {
        event.preventDefault();
        goTo('customers', key.trim());
      }}
    >
      <Field
        label="Key of a customer"
        hint="Or subject: and a subject that pays for itself."
        value={key}
        onValue={setKey}
        required
      />
      <button type="submit">Go there</button>
    </form>
  );
}

function Customers(): JSX.Element {
  const { now } = useApi();
  const asked = usePages('GET /v1/customers', {}, ({ customers }) => customers);
  return (
    <Listed
      asked={asked}
      what="customers"
      caption="Customers"
      empty={
        <>
          There are no customers yet. Put one with <code>farthing customers apply</code>.
        </>
      }
      keyOf={({ key }) => key}
      columns={columns(dayAt(now()))}
    />
  );
}

const columns = (today: string): readonly Column<Customer>[] => [
  { title: 'key', cell: ({ key }) => <a href={linkTo('customers', key)}>{key}</a> },
  {
    title: 'name',
    cell: ({ name, archived }) => (
      <>
        {name} {archived === true ? <span class="quiet">(archived)</span> : null}
      </>
    ),
  },
  {
    title: 'plan',
    cell: ({ plan }) => {
      const now = planNow(plan, today);
      return now === undefined ? (
        <span class="quiet">default</span>
      ) : (
        <a href={linkTo('plans', now)}>{now}</a>
      );
    },
  },
  { title: 'subjects', isNumber: true, cell: ({ subjects }) => subjects.length },
  { title: 'time zone', cell: ({ timezone }) => timezone },
];

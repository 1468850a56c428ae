import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { goTo } from '../../go.ts';
import { linkTo } from '../../place.ts';
import { Field } from '../../ui/field.tsx';
import { type Column, Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import type { PageProps } from '../page-props.ts';
import { OwedTo } from './owed-to.tsx';
import { PayeePage } from './payee-page.tsx';

type Payee = AnswerOf<'GET /v1/payees'>['payees'][number];

/** What is owed is asked for payee by payee: so many at once. */
const payeesAtOnce = 20;

/** All payees by key, with what is owed to each; or one of them. */
export function PayeesPage({ place: { item } }: PageProps): JSX.Element {
  if (item !== undefined) return <PayeePage payee={item} />;
  return (
    <>
      <GoToPayee />
      <Payees />
    </>
  );
}

/** Whoever knows the key goes there at once. */
function GoToPayee(): JSX.Element {
  const [key, setKey] = useState('');
  return (
    <form
      class="asked-for"
      onSubmit={(event) => {
        event.preventDefault();
        goTo('payees', key.trim());
      }}
    >
      <Field label="Key of a payee" value={key} onValue={setKey} required />
      <button type="submit">Go there</button>
    </form>
  );
}

function Payees(): JSX.Element {
  const query = { limit: payeesAtOnce };
  const asked = usePages('GET /v1/payees', { query }, ({ payees }) => payees);
  return (
    <Listed
      asked={asked}
      what="payees"
      caption="Payees"
      empty={
        <>
          There are no payees yet. Put one with <code>farthing payees apply</code>, and say what it
          earns by with <code>farthing shares apply</code>.
        </>
      }
      keyOf={({ key }) => key}
      columns={columns}
    />
  );
}

const columns: readonly Column<Payee>[] = [
  { title: 'key', cell: ({ key }) => <a href={linkTo('payees', key)}>{key}</a> },
  {
    title: 'name',
    cell: ({ name, archived }) => (
      <>
        {name} {archived === true ? <span class="quiet">(archived)</span> : null}
      </>
    ),
  },
  { title: 'country', cell: ({ country }) => country ?? '' },
  { title: 'owed', isNumber: true, cell: ({ key }) => <OwedTo payee={key} /> },
];

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { goTo } from '../../go.ts';
import { linkTo } from '../../place.ts';
import { Choice, Field } from '../../ui/field.tsx';
import type { PageProps } from '../page-props.ts';
import { InvoicePage } from './invoice-page.tsx';
import { InvoiceTable } from './invoice-table.tsx';

const statuses = [
  ...['draft', 'issued', 'overdue', 'paid', 'credited', 'uncollectible', 'void'],
] as const;

/** All invoices, or those that fit; or one of them. */
export function InvoicesPage({ place: { item, query } }: PageProps): JSX.Element {
  if (item !== undefined) return <InvoicePage id={item} />;
  const { customer = '', period = '', status: said = '' } = query;
  const status = statuses.find((one) => one === said);
  return (
    <>
      <InvoicesForm
        key={JSON.stringify(query)}
        given={{ customer, period, status: status ?? '' }}
      />
      <InvoiceTable
        query={{
          ...(customer === '' ? {} : { customer }),
          ...(period === '' ? {} : { period }),
          ...(status === undefined ? {} : { status }),
        }}
        empty={
          <>
            No invoice fits. Months are billed by themselves, a day after they have ended; or now,
            on <a href={linkTo('runs')}>Billing runs</a>.
          </>
        }
      />
    </>
  );
}

type Given = Readonly<Record<'customer' | 'period' | 'status', string>>;

function InvoicesForm({ given }: { readonly given: Given }): JSX.Element {
  const [asked, setAsked] = useState(given);
  const field = (name: keyof Given) => ({
    value: asked[name],
    onValue: (value: string) => {
      setAsked((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <form
      class="asked-for"
      onSubmit={(event) => {
        event.preventDefault();
        goTo('invoices', undefined, asked);
      }}
    >
      <Choice
        label="Status"
        {...field('status')}
        options={[
          { value: '', name: 'any but draft' },
          ...statuses.map((value) => ({ value, name: value })),
        ]}
      />
      <Field
        label="Month"
        {...field('period')}
        placeholder="2026-11"
        pattern="\d{4}-\d\d"
        required={asked.status === 'draft'}
      />
      <Field label="Customer" {...field('customer')} />
      <button type="submit" class="primary">
        Show
      </button>
    </form>
  );
}

import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { Quantity } from '../../ui/facts.tsx';
import { Listed } from '../../ui/table.tsx';
import { unbilledReasons } from '../../unbilled-reasons.ts';
import { usePages } from '../../use-answer.ts';

/** Usage of a month that is in no invoice and will be in none by itself. */
export function Unbilled({ period }: { readonly period: string }): JSX.Element {
  const asked = usePages('GET /v1/unbilled', { query: { period } }, ({ rows }) => rows);
  return (
    <Listed
      asked={asked}
      what="what is not billed"
      caption="Usage that nobody is billed for"
      empty={<>All that was used is billed, or will be.</>}
      keyOf={({ subject, customer, meter, reason }, index) =>
        [subject, customer, meter, reason, index].join(' ')
      }
      columns={[
        { title: 'meter', cell: ({ meter }) => meter },
        { title: 'subject', cell: ({ subject }) => subject ?? '' },
        {
          title: 'customer',
          cell: ({ customer }) =>
            customer === undefined ? '' : <a href={linkTo('customers', customer)}>{customer}</a>,
        },
        {
          title: 'quantity',
          isNumber: true,
          cell: ({ quantity }) => <Quantity value={quantity} />,
        },
        {
          title: 'why',
          isText: true,
          cell: ({ reason, accepted }) =>
            accepted === undefined ? unbilledReasons[reason] : `left so: ${accepted.reason}`,
        },
      ]}
    />
  );
}

import type { JSX } from 'preact';
import type { AnswerOf } from '../../api.ts';
import { linkTo } from '../../place.ts';
import { Money, Standing } from '../../ui/facts.tsx';
import { Answered, Empty } from '../../ui/states.tsx';
import { Listed, Table } from '../../ui/table.tsx';
import { useAnswer, usePages } from '../../use-answer.ts';
import type { PageProps } from '../page-props.ts';
import { subscriptionTones } from './report-words.ts';
import { Subscriber } from './subscriber.tsx';

type Product = NonNullable<AnswerOf<'GET /v1/rails'>['marketplace']>['products'][number];

/** What is sold at AWS Marketplace and who buys it; or one who does, and what AWS was told of its usage. */
export function MarketplacePage({ place: { item } }: PageProps): JSX.Element {
  const asked = useAnswer('GET /v1/rails', item === undefined ? {} : undefined);
  if (item !== undefined) return <Subscriber customer={item} />;
  return (
    <Answered asked={asked} what="what is sold">
      {({ marketplace }) =>
        marketplace === undefined ? (
          <Empty>
            Nothing is sold at AWS Marketplace. <code>farthing marketplace put product.json</code>{' '}
            says what is.
          </Empty>
        ) : (
          <>
            <p>AWS bills these customers. Each hour, it is told what they have used.</p>
            <h2>Customers</h2>
            <Subscribers />
            <h2>Products</h2>
            <Products products={marketplace.products} />
          </>
        )
      }
    </Answered>
  );
}

function Subscribers(): JSX.Element {
  const asked = usePages('GET /v1/rails/marketplace/customers', {}, ({ customers }) => customers);
  return (
    <Listed
      asked={asked}
      what="the customers"
      caption="Who buys at AWS Marketplace"
      empty={
        <>
          Nobody has subscribed yet. <code>farthing marketplace subscribe CUSTOMER</code> binds a
          customer to its license.
        </>
      }
      keyOf={({ customer }) => customer}
      columns={[
        {
          title: 'customer',
          cell: ({ customer }) => <a href={linkTo('marketplace', customer)}>{customer}</a>,
        },
        {
          title: 'standing',
          cell: ({ status }) => <Standing tone={subscriptionTones[status]}>{status}</Standing>,
        },
        { title: 'product', cell: ({ product }) => product },
        { title: 'AWS account', cell: ({ account }) => account },
        { title: 'since', cell: ({ since }) => <time>{since}</time> },
        { title: 'hours that wait', isNumber: true, cell: ({ open }) => open.length },
      ]}
    />
  );
}

const Products = ({ products }: { readonly products: readonly Product[] }): JSX.Element => (
  <Table
    caption="Products"
    rows={products.flatMap(({ code, currency, dimensions }) =>
      dimensions.map((dimension) => ({ code, currency, ...dimension })),
    )}
    keyOf={({ code, name }) => JSON.stringify([code, name])}
    columns={[
      { title: 'product', cell: ({ code }) => code },
      { title: 'dimension', cell: ({ name }) => name },
      {
        title: 'a unit is',
        isNumber: true,
        cell: ({ unit, currency }) => <Money amount={unit} currency={currency} />,
      },
      {
        title: 'of the charges',
        cell: ({ charges }) => charges?.join(', ') ?? <span class="quiet">all others</span>,
      },
    ]}
  />
);

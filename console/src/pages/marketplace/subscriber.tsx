import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { linkTo } from '../../place.ts';
import { At, Facts, Money, Quantity, Standing } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { notAccepted, subscriptionTones } from './report-words.ts';
import { Reports } from './reports.tsx';

type Subscription = AnswerOf<'GET /v1/rails/marketplace/customers/{key}'>;

/** A customer that AWS bills: by which license, what AWS has accepted, and what became of each hour. */
export function Subscriber({ customer: key }: { readonly customer: string }): JSX.Element {
  const asked = useAnswer('GET /v1/rails/marketplace/customers/{key}', { path: { key } });
  return (
    <>
      <p>
        <a href={linkTo('marketplace')}>All customers there</a>,{' '}
        <a href={linkTo('customers', key)}>the customer {key}</a>
      </p>
      <Answered asked={asked} what="the subscription">
        {(subscription) => (
          <>
            <SubscriptionFacts subscription={subscription} />
            <h2>Units</h2>
            <Units subscription={subscription} />
            <h2>What AWS was told, by hour</h2>
            <Reports customer={key} waiting={subscription.open.length} />
            <h2>Contract</h2>
            <Entitlements customer={key} />
          </>
        )}
      </Answered>
    </>
  );
}

const SubscriptionFacts = ({
  subscription: { status, product, account, license, since, boundAt, endedAt, ...money },
}: {
  readonly subscription: Subscription;
}): JSX.Element => (
  <Facts
    facts={[
      ['Standing', <Standing tone={subscriptionTones[status]}>{status}</Standing>],
      ['Product', product],
      ['AWS account', account],
      ['License', license],
      ['First month that AWS bills', since],
      ['Bound', <At instant={boundAt} />],
      ['Ended', endedAt === undefined ? undefined : <At instant={endedAt} />],
      [
        'Accepted, in the books once its day is over',
        <Money amount={money.unbooked} currency={money.currency} />,
      ],
    ]}
  />
);

const Units = ({
  subscription: { dimensions, currency },
}: {
  readonly subscription: Subscription;
}): JSX.Element => (
  <Table
    caption="Units of each dimension"
    rows={dimensions}
    keyOf={({ dimension }) => dimension}
    columns={[
      { title: 'dimension', cell: ({ dimension }) => dimension },
      {
        title: 'reported',
        isNumber: true,
        cell: ({ reported }) => <Quantity value={reported} />,
      },
      {
        title: 'accepted',
        isNumber: true,
        cell: ({ accepted }) => <Quantity value={accepted} />,
      },
      {
        title: 'not accepted',
        isNumber: true,
        cell: ({ reported, accepted }) => <Quantity value={notAccepted(reported, accepted)} />,
      },
      {
        title: 'AWS bills',
        isNumber: true,
        cell: ({ acceptedAmount }) => <Money amount={acceptedAmount} currency={currency} />,
      },
    ]}
  />
);

/** AWS is asked when somebody wants to know. */
function Entitlements({ customer: key }: { readonly customer: string }): JSX.Element {
  const [isAsked, setAsked] = useState(false);
  const asked = useAnswer(
    'GET /v1/rails/marketplace/customers/{key}/entitlements',
    isAsked ? { path: { key } } : undefined,
  );
  if (!isAsked) {
    return (
      <p class="buttons">
        <button type="button" onClick={() => setAsked(true)}>
          Ask AWS what it may use
        </button>
      </p>
    );
  }
  return (
    <Answered asked={asked} what="what AWS has">
      {({ entitlements }) =>
        entitlements.length === 0 ? (
          <p class="notice">AWS has no contract for it: it pays by what it uses.</p>
        ) : (
          <Table
            caption="What it may use by its contract"
            rows={entitlements}
            keyOf={({ dimension }) => dimension}
            columns={[
              { title: 'dimension', cell: ({ dimension }) => dimension },
              { title: 'may use', isNumber: true, cell: ({ value }) => value },
              { title: 'until', cell: ({ expiresAt }) => <At instant={expiresAt} /> },
            ]}
          />
        )
      }
    </Answered>
  );
}

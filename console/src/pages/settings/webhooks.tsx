import type { JSX } from 'preact';
import type { AnswerOf } from '../../api.ts';
import { linkTo } from '../../place.ts';
import { At, Standing, type Tone } from '../../ui/facts.tsx';
import { Answered, Empty } from '../../ui/states.tsx';
import { Listed, Table } from '../../ui/table.tsx';
import { useAnswer, usePages } from '../../use-answer.ts';
import type { PageProps } from '../page-props.ts';

type Webhook = AnswerOf<'GET /v1/webhooks'>['webhooks'][number];

const toneOf: Readonly<Record<Webhook['status'], Tone>> = {
  enabled: 'good',
  disabled: 'plain',
  parked: 'bad',
};

/** Who is told of what happens, and how that goes. */
export function Webhooks({ place }: PageProps): JSX.Element {
  const asked = useAnswer('GET /v1/webhooks', {});
  const { endpoint } = place.query;
  return (
    <>
      <Answered asked={asked} what="the webhooks">
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <Empty>
              Nobody is told of invoices and payments yet. <code>farthing webhooks put</code> makes
              an endpoint, and shows its secret once.
            </Empty>
          ) : (
            <Endpoints webhooks={webhooks} />
          )
        }
      </Answered>
      {endpoint === undefined ? null : <Deliveries key={endpoint} endpoint={endpoint} />}
    </>
  );
}

const Endpoints = ({ webhooks }: { readonly webhooks: readonly Webhook[] }): JSX.Element => (
  <>
    <Table
      caption="Endpoints"
      rows={webhooks}
      keyOf={({ key }) => key}
      columns={[
        {
          title: 'endpoint',
          cell: ({ key }) => (
            <a href={linkTo('settings', undefined, { show: 'webhooks', endpoint: key })}>{key}</a>
          ),
        },
        {
          title: 'status',
          cell: ({ status }) => <Standing tone={toneOf[status]}>{status}</Standing>,
        },
        { title: 'is told of', cell: ({ events }) => <div class="words">{events.join(', ')}</div> },
        { title: 'url', cell: ({ url }) => <div class="words">{url}</div> },
        { title: 'waits for', cell: ({ failing }) => <Failing failing={failing} /> },
        { title: 'since', cell: ({ createdAt }) => <At instant={createdAt} /> },
      ]}
    />
    <p class="quiet">
      <code>farthing webhooks</code> changes, tests and replays them, and makes new secrets.
    </p>
  </>
);

function Failing({ failing }: { readonly failing: Webhook['failing'] }): JSX.Element {
  if (failing === undefined) return <span class="quiet">nothing</span>;
  const { reason, attempts, since, retryAt } = failing;
  return (
    <div class="words">
      {reason}, {attempts} attempts since <At instant={since} />.{' '}
      {retryAt === undefined ? (
        'It is parked: look at the endpoint, then test it.'
      ) : (
        <>
          Again at <At instant={retryAt} />.
        </>
      )}
    </div>
  );
}

function Deliveries({ endpoint: key }: { readonly endpoint: string }): JSX.Element {
  const asked = usePages(
    'GET /v1/webhooks/{key}/deliveries',
    { path: { key } },
    ({ deliveries }) => deliveries,
  );
  return (
    <>
      <h2>What {key} was told in the last 14 days</h2>
      <Listed
        asked={asked}
        what="the deliveries"
        caption={`Deliveries to ${key}`}
        keyOf={({ event, attempt, at }) => `${event} ${attempt} ${at}`}
        empty={
          <>
            Nothing was sent yet. <code>farthing webhooks test {key}</code> sends a test.
          </>
        }
        columns={[
          { title: 'at', cell: ({ at }) => <At instant={at} /> },
          { title: 'of', cell: ({ type }) => type },
          {
            title: 'outcome',
            cell: ({ outcome }) => (
              <Standing tone={outcome === 'delivered' ? 'good' : 'bad'}>{outcome}</Standing>
            ),
          },
          {
            title: 'answer',
            cell: ({ status, reason }) => (status === undefined ? reason : String(status)),
          },
          { title: 'attempt', isNumber: true, cell: ({ attempt }) => attempt },
          { title: 'milliseconds', isNumber: true, cell: ({ milliseconds }) => milliseconds },
          { title: 'event', cell: ({ event }) => <span class="quiet">{event}</span> },
        ]}
      />
    </>
  );
}

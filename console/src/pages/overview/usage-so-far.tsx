import type { JSX } from 'preact';
import type { Api } from '../../api.ts';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { Quantity } from '../../ui/facts.tsx';
import { Answered, Empty } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAsked } from '../../use-answer.ts';
import { counted, monthsLater } from '../../words.ts';
import { aggregationWords } from '../plans/written-meter.ts';

const metersMax = 20;

interface SoFar {
  readonly meter: string;
  readonly addsUp: string;
  readonly today: string | undefined;
  readonly month: string | undefined;
}

interface SoFarAnswer {
  readonly shown: readonly SoFar[];
  /** How many meters there are: no more than `metersMax` are asked for. */
  readonly all: number;
}

/** What each meter has come to today and this month, by UTC. */
export function UsageSoFar({ month }: { readonly month: string }): JSX.Element {
  const api = useApi();
  const asked = useAsked(() => usageSoFar(api, month), [api, month]);
  return (
    <Answered asked={asked} what="usage">
      {({ shown, all }) =>
        all === 0 ? (
          <Empty>
            There are no meters yet. <a href={linkTo('plans')}>Plans and meters</a> has them, and{' '}
            <code>farthing init</code> begins a folder with some.
          </Empty>
        ) : (
          <>
            <Table
              caption="Usage so far"
              rows={shown}
              keyOf={({ meter }) => meter}
              columns={[
                {
                  title: 'meter',
                  cell: ({ meter }) => (
                    <a
                      href={linkTo('usage', undefined, {
                        meter,
                        from: month,
                        to: monthsLater(month, 1),
                      })}
                    >
                      {meter}
                    </a>
                  ),
                },
                { title: 'adds up', cell: ({ addsUp }) => addsUp },
                {
                  title: 'today (UTC)',
                  isNumber: true,
                  cell: ({ today }) => <Known value={today} />,
                },
                { title: 'this month', isNumber: true, cell: (row) => <Known value={row.month} /> },
              ]}
            />
            {all > shown.length ? (
              <p class="quiet">
                The first {shown.length} of {counted(all, 'meter')}.{' '}
                <a href={linkTo('usage')}>Usage</a> has each.
              </p>
            ) : null}
          </>
        )
      }
    </Answered>
  );
}

/** Of least, greatest and latest there is none where nothing was used. */
const Known = ({ value }: { readonly value: string | undefined }): JSX.Element =>
  value === undefined ? <span class="quiet">none</span> : <Quantity value={value} />;

async function usageSoFar(api: Api, month: string): Promise<SoFarAnswer> {
  const { meters } = await api.ask('GET /v1/meters', {});
  const now = api.now();
  const today = new Date(now).toISOString().slice(0, 10);
  const tomorrow = new Date(now + 86_400_000).toISOString().slice(0, 10);
  const quantityOf = async (
    meter: string,
    from: string,
    to: string,
  ): Promise<string | undefined> => {
    const { rows } = await api.ask('GET /v1/usage', { query: { meter, from, to } });
    return rows[0]?.value;
  };
  const shown = await Promise.all(
    meters.slice(0, metersMax).map(async (meter) => ({
      ...{ meter: meter.key, addsUp: aggregationWords(meter) },
      today: await quantityOf(meter.key, today, tomorrow),
      month: await quantityOf(meter.key, month, monthsLater(month, 1)),
    })),
  );
  return { shown, all: meters.length };
}

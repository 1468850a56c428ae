import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { Answered, Empty } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { aggregationWords, filterWords } from './written-meter.ts';

export function MeterList(): JSX.Element {
  const asked = useAnswer('GET /v1/meters', {});
  return (
    <>
      <h2>Meters</h2>
      <p class="buttons">
        <a class="button" href={linkTo('plans', 'new/meter')}>
          New meter
        </a>
      </p>
      <Answered asked={asked} what="meters">
        {({ meters }) =>
          meters.length === 0 ? (
            <Empty>
              There are no meters yet. A meter says which events are counted, and how: make one
              here, or with <code>farthing meters apply</code>.
            </Empty>
          ) : (
            <Table
              caption="Meters"
              rows={meters}
              keyOf={({ key }) => key}
              columns={[
                {
                  title: 'meter',
                  cell: ({ key }) => <a href={linkTo('plans', `meter/${key}`)}>{key}</a>,
                },
                { title: 'counts events of', cell: ({ eventType }) => eventType },
                { title: 'adds up', cell: aggregationWords },
                { title: 'apart by', cell: ({ dimensions }) => dimensions.join(', ') },
                { title: 'only where', cell: filterWords },
                {
                  title: 'description',
                  cell: ({ description = '' }) => description,
                },
              ]}
            />
          )
        }
      </Answered>
    </>
  );
}

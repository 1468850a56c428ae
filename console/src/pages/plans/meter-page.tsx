import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { faultIn, faultsOf } from '../../faults.ts';
import { linkTo } from '../../place.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { Answered } from '../../ui/states.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useChange } from '../../use-change.ts';
import { counted } from '../../words.ts';
import { aggregationWords, definitionFrom, filterWords, writtenFrom } from './written-meter.ts';

type WholeMeter = AnswerOf<'GET /v1/meters/{key}'>;

/** A meter, and how far it has counted what came before it. */
export function MeterPage({ meterKey: key }: { readonly meterKey: string }): JSX.Element {
  const asked = useAnswer('GET /v1/meters/{key}', { path: { key } });
  const isRunning = asked.value?.backfill.status === 'running';
  const { reload } = asked;
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(reload, 2_000);
    return () => clearInterval(timer);
  }, [isRunning, reload]);
  return (
    <>
      <p>
        <a href={linkTo('plans')}>All plans and meters</a>
      </p>
      <Answered asked={asked} what="the meter">
        {(meter) => (
          <>
            <Facts
              facts={[
                ['counts events of', meter.eventType],
                ['adds up', aggregationWords(meter)],
                ['apart by', meter.dimensions.join(', ')],
                ['only where', filterWords(meter)],
                [
                  'a month begins with',
                  meter.opensWith === undefined ? undefined : 'the level before',
                ],
                [
                  'counts',
                  meter.chargedOnly === true ? 'only what was charged or captured' : undefined,
                ],
                ['description', meter.description],
              ]}
            />
            <Backfill backfill={meter.backfill} />
            <div class="buttons">
              <a class="button" href={linkTo('usage', undefined, { meter: key })}>
                Its usage
              </a>
              <Describe meter={meter} onDone={reload} />
            </div>
          </>
        )}
      </Answered>
    </>
  );
}

function Backfill({ backfill }: { readonly backfill: WholeMeter['backfill'] }): JSX.Element {
  const { status, hoursDone, hoursTotal } = backfill;
  if (status === 'complete') {
    return (
      <p>It has counted all that came before it: {counted(hoursTotal, 'hour')} with events.</p>
    );
  }
  return (
    <p role="status">
      <label>
        It counts what came before it: {hoursDone} of {counted(hoursTotal, 'hour')}.{' '}
        <progress value={hoursDone} max={Math.max(1, hoursTotal)} />
      </label>
    </p>
  );
}

/** The description is all that can be changed of a meter. */
function Describe({
  meter,
  onDone,
}: {
  readonly meter: WholeMeter;
  readonly onDone: () => void;
}): JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  const [description, setDescription] = useState(meter.description ?? '');
  const { isAsking, error, ask } = useChange('PUT /v1/meters/{key}');
  const put = async (): Promise<void> => {
    const read = definitionFrom({ ...writtenFrom(meter), description });
    if ('fault' in read) return;
    const done = await ask({ path: { key: meter.key }, body: read.definition });
    if (done === undefined) return;
    setIsOpen(false);
    onDone();
  };
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)}>
        Describe it …
      </button>
      {isOpen ? (
        <FormDialog
          title={`Describe ${meter.key}`}
          submit="Put it"
          {...{ isAsking, error }}
          onSubmit={() => void put()}
          onClose={() => setIsOpen(false)}
        >
          <p>What a meter counts stays. Only its description can be changed.</p>
          <Field
            label="Description"
            value={description}
            onValue={setDescription}
            fault={faultIn(faultsOf(error), '/description')}
          />
        </FormDialog>
      ) : null}
    </>
  );
}

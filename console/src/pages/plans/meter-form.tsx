import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Fault, faultIn, faultsOf } from '../../faults.ts';
import { goTo } from '../../go.ts';
import { linkTo } from '../../place.ts';
import { Choice, Field, TextArea } from '../../ui/field.tsx';
import { Failed } from '../../ui/states.tsx';
import { useChange } from '../../use-change.ts';
import {
  type Aggregation,
  aggregations,
  canRoll,
  definitionFrom,
  emptyMeter,
  hasLevel,
  hasSessions,
  hasValue,
  isGateable,
  type WrittenMeter,
} from './written-meter.ts';

/** A meter that is to be new. */
export function MeterForm(): JSX.Element {
  const [written, setWritten] = useState(emptyMeter);
  const [fault, setFault] = useState<Fault>();
  const { isAsking, error, ask } = useChange('PUT /v1/meters/{key}');
  const faults = fault === undefined ? faultsOf(error) : [fault];
  const put = async (): Promise<void> => {
    const read = definitionFrom(written);
    setFault('fault' in read ? read.fault : undefined);
    if ('fault' in read) return;
    const { key } = written;
    const done = await ask({ path: { key }, body: read.definition });
    if (done !== undefined) goTo('plans', `meter/${key}`);
  };
  return (
    <form
      class="written"
      onSubmit={(event) => {
        event.preventDefault();
        void put();
      }}
    >
      <p>
        A meter counts what comes from now on, and what came before. What it counts cannot be
        changed once it is there: make another one then.
      </p>
      <MeterFields written={written} faults={faults} onWritten={setWritten} />
      {error === undefined ? null : <Failed error={error} />}
      <p class="buttons">
        <button type="submit" class="primary" disabled={isAsking}>
          {isAsking ? 'Asking …' : 'Put it'}
        </button>
        <a class="button" href={linkTo('plans')}>
          Leave it
        </a>
      </p>
    </form>
  );
}

/** Where a definition has what is written in a field, if not under its name. */
const within: { readonly [Name in keyof WrittenMeter]?: string } = {
  ...{ gap: '/session/gap', rolling: '/window/rolling', statistic: '/window/statistic' },
};

function MeterFields({
  written,
  faults,
  onWritten,
}: {
  readonly written: WrittenMeter;
  readonly faults: readonly Fault[];
  readonly onWritten: (written: WrittenMeter) => void;
}): JSX.Element {
  const { aggregation } = written;
  const field = (name: keyof WrittenMeter) => ({
    value: written[name],
    fault: faultIn(faults, within[name] ?? `/${name}`),
    onValue: (value: string) => onWritten({ ...written, [name]: value }),
  });
  return (
    <>
      <Field
        label="Key"
        hint="Plans name it: a-z, 0-9, dot, dash, underscore."
        {...field('key')}
        required
        pattern="[a-z0-9][a-z0-9_.\-]{0,63}"
      />
      <Field label="Counts events of type" {...field('eventType')} required />
      <Choice
        label="Adds up"
        {...field('aggregation')}
        options={(Object.keys(aggregations) as Aggregation[]).map((value) => ({
          ...{ value, name: aggregations[value] },
        }))}
      />
      {hasValue(aggregation) ? (
        <Field
          label="Value"
          hint="The field of the data: bytes, or by JSON pointer /usage/bytes."
          {...field('value')}
          required
        />
      ) : null}
      <Special aggregation={aggregation} field={field} />
      {canRoll(aggregation) ? <Rolling field={field} /> : null}
      <TextArea
        label="Kept apart by"
        hint="Fields of the data, one a line: usage can be asked for, and priced, by each."
        {...field('dimensions')}
      />
      <TextArea
        label="Only where (JSON)"
        hint={'Fields, and the values one of which each must have: {"status": ["200", "206"]}'}
        {...field('filter')}
      />
      <Field label="Description" {...field('description')} />
    </>
  );
}

/** What only some aggregations have. */
function Special({
  aggregation,
  field,
}: {
  readonly aggregation: Aggregation;
  readonly field: (name: 'opensWith' | 'chargedOnly' | 'gap') => FieldProps;
}): JSX.Element {
  return (
    <>
      {hasLevel(aggregation) ? (
        <Choice
          label="A month begins with"
          {...field('opensWith')}
          options={[
            { value: '', name: 'nothing' },
            { value: 'previous', name: 'the level that the month before ended with' },
          ]}
        />
      ) : null}
      {hasSessions(aggregation) ? (
        <Field
          label="A session ends after"
          hint="Without an event of its subject: PT30M is half an hour, PT2H two hours."
          {...field('gap')}
          required
        />
      ) : null}
      {isGateable(aggregation) ? (
        <Choice
          label="Counts"
          {...field('chargedOnly')}
          options={[
            { value: '', name: 'every event of the type' },
            { value: 'yes', name: 'only what was charged or captured' },
          ]}
        />
      ) : null}
    </>
  );
}

/** Trailing windows, one for each day, and what a month has of them. */
function Rolling({
  field,
}: {
  readonly field: (name: 'rolling' | 'statistic') => FieldProps;
}): JSX.Element {
  const rolling = field('rolling');
  return (
    <>
      <Field
        label="Rolling window"
        hint="How many days each day looks back, itself included: P7D, up to P31D. Empty: none."
        {...rolling}
      />
      {rolling.value.trim() === '' ? null : (
        <Choice
          label="A month is"
          {...field('statistic')}
          options={[
            { value: 'max', name: 'max: the greatest of the windows of its days' },
            { value: 'mean', name: 'mean: of the windows of its days' },
          ]}
        />
      )}
    </>
  );
}

interface FieldProps {
  readonly value: string;
  readonly fault: string | undefined;
  readonly onValue: (value: string) => void;
}

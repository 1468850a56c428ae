import type { JSX } from 'preact';
import { type Fault, faultIn } from '../../faults.ts';
import { isObject } from '../../json-text.ts';
import { Choice, Field } from '../../ui/field.tsx';
import { settingFrom, settingText } from './settings-fields.ts';

type Kind = 'default' | 'never' | 'own';

const startOf: Readonly<Record<Kind, unknown>> = {
  default: undefined,
  never: null,
  own: { timesLast: 10, floor: '1' },
};

/** From when on an invoice is set aside for its amount. */
export function BoundsFields({
  bounds,
  faults,
  onBounds,
}: {
  readonly bounds: unknown;
  readonly faults: readonly Fault[];
  readonly onBounds: (bounds: unknown) => void;
}): JSX.Element {
  const own = isObject(bounds) ? bounds : undefined;
  const kind: Kind = own === undefined ? (bounds === null ? 'never' : 'default') : 'own';
  const field = (name: string, as: 'text' | 'number') => ({
    value: settingText({ as }, own?.[name]),
    fault: faultIn(faults, `/bounds/${name}`),
    onValue: (written: string) => onBounds({ ...own, [name]: settingFrom({ as }, written) }),
  });
  return (
    <fieldset>
      <legend>What is set aside</legend>
      <div class="fields">
        <Choice
          label="An invoice much greater than the last"
          value={kind}
          onValue={(chosen) => onBounds(startOf[chosen as Kind])}
          options={[
            { value: 'default', name: 'is set aside: 10 times, from 1 on' },
            { value: 'own', name: 'is set aside by own bounds' },
            { value: 'never', name: 'is not set aside' },
          ]}
        />
        {own === undefined ? null : (
          <>
            <Field label="Times the last" {...field('timesLast', 'number')} required />
            <Field label="And at least" inputMode="decimal" {...field('floor', 'text')} required />
          </>
        )}
      </div>
    </fieldset>
  );
}

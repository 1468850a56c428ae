import type { JSX } from 'preact';
import { type Fault, faultsWithin } from '../../faults.ts';
import { isObject } from '../../json-text.ts';
import { fieldOf, MemberField } from './member-field.tsx';
import { type PriceField, withTier } from './price-fields.ts';
import { type Members, withItem } from './version-draft.ts';

const bound: PriceField = { name: 'upTo', label: 'Up to, inclusive', isNeeded: true };

/** The tiers of a charge, one after the other. The last has no bound. */
export function TierFields({
  fields,
  charge,
  faults,
  onCharge,
}: {
  readonly fields: readonly PriceField[];
  readonly charge: Members;
  readonly faults: readonly Fault[];
  readonly onCharge: (charge: Members) => void;
}): JSX.Element {
  const listed = charge['tiers'];
  const tiers: readonly Members[] = Array.isArray(listed) ? listed.filter(isObject) : [];
  const set = (changed: readonly Members[]): void => onCharge({ ...charge, tiers: changed });
  return (
    <ol class="tiers">
      {tiers.map((tier, index) => {
        const found = faultsWithin(faults, `/tiers/${index}`);
        const whole = found.find(({ at }) => at === '')?.says;
        const change = (changed: Members): void => set(withItem(tiers, index, changed));
        const field = (name: string) => fieldOf(tier, found, name, change);
        const isLast = index === tiers.length - 1;
        return (
          <li key={index} class="asked-for">
            {isLast ? (
              <p class="open-tier">{tiers.length === 1 ? 'All units' : 'Above that'}</p>
            ) : (
              <MemberField of={bound} {...field('upTo')} />
            )}
            {fields.map((one) => (
              <MemberField key={one.name} of={one} {...field(one.name)} />
            ))}
            {isLast ? null : (
              <button type="button" onClick={() => set(withItem(tiers, index, undefined))}>
                Take out tier {index + 1}
              </button>
            )}
            {whole === undefined ? null : <p class="fault">{whole}</p>}
          </li>
        );
      })}
      <li class="buttons">
        <button type="button" onClick={() => set(withTier(tiers))}>
          Add a tier
        </button>
      </li>
    </ol>
  );
}

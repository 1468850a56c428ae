import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Failed } from '../own/states.tsx';
import { Choice, Field } from '../ui/field.tsx';
import type { Change } from '../use-change.ts';
import type { Payee, WantedMethod } from './answers.ts';
import { isChangedMeanwhile, methodFault } from './faults.ts';
import { withoutSpaces, written } from './rules.ts';
import { useSpelling } from './words/words.ts';

const empty = {
  ...{ iban: '', bic: '', holder: '', account: '' },
  ...{ street: '', building: '', postalCode: '', town: '', country: '' },
};
type Fields = typeof empty;
type Offered = Payee['paying']['methods'][number];

type FieldOf = (name: keyof Fields, label: string, more?: object) => JSX.Element;

/** An account, and where its holder lives: banks of some countries ask for that. */
function Bank({ field }: { readonly field: FieldOf }): JSX.Element {
  const { words } = useSpelling();
  return (
    <>
      {field('iban', words.iban, {
        ...{ required: true, hint: words.ibanHint, autocomplete: 'off' },
      })}
      {field('holder', words.holderName, { required: true, autocomplete: 'name' })}
      {field('bic', words.bic, { autocomplete: 'off' })}
      <fieldset>
        <legend>{words.address}</legend>
        {field('street', words.street, { autocomplete: 'address-line1' })}
        {field('building', words.building)}
        {field('postalCode', words.postalCode, { autocomplete: 'postal-code' })}
        {field('town', words.town, { autocomplete: 'address-level2' })}
        {field('country', words.country, { autocomplete: 'country' })}
      </fieldset>
    </>
  );
}

interface MethodFormProps {
  readonly methods: readonly Offered[];
  readonly change: Pick<Change<'PUT /v1/payees/{key}/payout'>, 'isAsking' | 'error'>;
  readonly onMethod: (method: WantedMethod) => void;
  readonly onLeave: () => void;
}

/** Asks for an account, or an address on a chain. */
export function MethodForm({ methods, change, onMethod, onLeave }: MethodFormProps): JSX.Element {
  const { words } = useSpelling();
  const [method, setMethod] = useState<Offered>(methods[0] ?? 'sepa');
  const [fields, setFields] = useState<Fields>(empty);
  const form = useRef<HTMLFormElement>(null);
  // The button that opened it is gone: whoever uses a keyboard goes on here.
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input')?.focus(), []);
  const fault = methodFault(change.error, method, words);
  // Whoever hears the page is led to what is to be mended.
  useEffect(
    () => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus(),
    [change.error],
  );
  const field: FieldOf = (name, label, more = {}) => (
    <Field
      label={label}
      value={fields[name]}
      onValue={(value) => setFields((before) => ({ ...before, [name]: value }))}
      fault={fault?.field === name ? fault.text : undefined}
      {...more}
    />
  );
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!change.isAsking) onMethod(methodOf(method, fields));
      }}
    >
      {methods.length < 2 ? null : (
        <Choice
          label={words.by}
          value={method}
          onValue={(value) => setMethod(value === 'evm' ? 'evm' : 'sepa')}
          options={[
            { value: 'sepa', name: words.bank },
            { value: 'evm', name: words.onChain },
          ]}
        />
      )}
      {method === 'evm' ? (
        field('account', words.chainAddress, { required: true, hint: words.chainHint })
      ) : (
        <Bank field={field} />
      )}
      {change.error === undefined || fault !== undefined ? null : (
        <Failed
          error={change.error}
          said={isChangedMeanwhile(change.error) ? words.faults.changed : undefined}
        />
      )}
      <div class="actions">
        <button type="submit" class="primary" disabled={change.isAsking}>
          {change.isAsking ? words.asking : words.save}
        </button>
        <button type="button" onClick={onLeave}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}

function methodOf(method: Offered, fields: Fields): WantedMethod {
  if (method === 'evm') return { method, address: fields.account.trim() };
  const { iban, bic, holder } = fields;
  const { street, building, postalCode, town, country } = fields;
  const parts = written({ street, building, postalCode, town, country: country.toUpperCase() });
  return {
    ...{ method, iban: withoutSpaces(iban).toUpperCase(), holder: holder.trim() },
    ...written({ bic: withoutSpaces(bic).toUpperCase() }),
    // What is missing of an address, whoever takes it says.
    ...(Object.keys(parts).length === 0 ? {} : { address: { town: '', country: '', ...parts } }),
  };
}

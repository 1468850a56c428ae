import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { linkTo } from '../../place.ts';
import { Facts, Money } from '../../ui/facts.tsx';
import { Choice } from '../../ui/field.tsx';
import { Table } from '../../ui/table.tsx';
import { Calculator } from './calculator.tsx';
import { chargeWords, feeWords, filterWords } from './charge-words.ts';
import { looksAtEvents } from './price-question.ts';
import type { PlanVersion } from './version-times.ts';

/** What a version costs. */
export function VersionShown({
  planKey,
  version,
}: {
  readonly planKey: string;
  readonly version: PlanVersion;
}): JSX.Element {
  const { effectiveFrom, currency, charges, fixedFees = [] } = version;
  const { minimumCharge, minimumCommitment } = version;
  const money = (amount: string | undefined) =>
    amount === undefined ? undefined : <Money {...{ amount, currency }} />;
  return (
    <>
      <Facts
        facts={[
          ['carried to the next invoice, below', money(minimumCharge)],
          ['all charges come to, at least', money(minimumCommitment)],
        ]}
      />
      {charges.length === 0 ? null : (
        <Table
          caption={`Charges from ${effectiveFrom} on`}
          rows={charges}
          keyOf={(charge, index) => charge.key ?? `${charge.meter} ${index}`}
          columns={[
            {
              title: 'meter',
              cell: ({ meter }) => <a href={linkTo('plans', `meter/${meter}`)}>{meter}</a>,
            },
            {
              title: 'price',
              cell: (charge) => (
                <div class="words">
                  {chargeWords(charge, currency).map((line) => (
                    <div key={line}>{line}</div>
                  ))}
                </div>
              ),
            },
            { title: 'of', cell: (charge) => filterWords(charge) ?? 'all' },
            { title: 'on the invoice', cell: ({ description, meter }) => description ?? meter },
          ]}
        />
      )}
      {fixedFees.length === 0 ? null : (
        <Table
          caption={`Fees from ${effectiveFrom} on`}
          rows={fixedFees}
          keyOf={({ key }) => key}
          columns={[
            { title: 'fee', cell: ({ key }) => key },
            { title: 'price', cell: (fee) => feeWords(fee, currency) },
            { title: 'on the invoice', cell: ({ description }) => description },
          ]}
        />
      )}
      {charges.length === 0 ? null : <WouldCost planKey={planKey} version={version} />}
      {charges.length + fixedFees.length === 0 ? <p>Nothing costs anything.</p> : null}
    </>
  );
}

/** What a quantity would cost by one of the charges. */
function WouldCost({
  planKey,
  version: { charges, effectiveFrom },
}: {
  readonly planKey: string;
  readonly version: PlanVersion;
}): JSX.Element {
  const keys = charges.map(({ key, meter }) => key ?? meter);
  const [chosen, setChosen] = useState(keys[0] ?? '');
  const charge = charges[keys.indexOf(chosen)];
  return (
    <details>
      <summary>What would a quantity cost?</summary>
      <Choice
        label="By the charge"
        value={chosen}
        onValue={setChosen}
        options={keys.map((value) => ({ value, name: value }))}
      />
      <Calculator
        key={chosen}
        by={{ plan: { key: planKey, effectiveFrom, charge: chosen } }}
        hasEvents={charge !== undefined && looksAtEvents(charge)}
      />
    </details>
  );
}

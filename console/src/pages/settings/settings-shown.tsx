import type { JSX } from 'preact';
import { Facts } from '../../ui/facts.tsx';
import { Table } from '../../ui/table.tsx';
import type { Settings } from './settings-draft.ts';
import { billingWords, documentWords, sellerWords } from './settings-words.ts';

/** Settings in words, with what holds where they say nothing. */
export function SettingsShown({ settings }: { readonly settings: Settings }): JSX.Element {
  const taxes = Object.entries(settings.taxes ?? {});
  return (
    <>
      <h2>Who sells</h2>
      <Facts facts={sellerWords(settings)} />
      <h2>What stands on documents</h2>
      <Facts facts={documentWords(settings)} />
      <h2>When and how is billed</h2>
      <Facts facts={billingWords(settings)} />
      <h2>Taxes</h2>
      {taxes.length === 0 ? (
        <p>Nothing is taxed: what has the code standard is outside the scope of tax.</p>
      ) : (
        <Table
          caption="Taxes"
          rows={taxes}
          keyOf={([code]) => code}
          columns={[
            { title: 'tax code', cell: ([code]) => code },
            { title: 'category', cell: ([, { category }]) => categoryNames[category] },
            { title: 'percent', isNumber: true, cell: ([, { rate = '0' }]) => rate },
            {
              title: 'why no tax',
              cell: ([, { exemptionReason = '', exemptionCode = '' }]) =>
                `${exemptionReason} ${exemptionCode}`.trim(),
            },
          ]}
        />
      )}
      <p class="quiet">Revision {settings.revision}.</p>
    </>
  );
}

type Category = NonNullable<Settings['taxes']>[string]['category'];

/** Of EN 16931. */
export const categoryNames: Readonly<Record<Category, string>> = {
  S: 'S: standard',
  Z: 'Z: zero',
  E: 'E: exempt',
  AE: 'AE: reverse charge',
  O: 'O: outside the scope',
  G: 'G: export',
  K: 'K: intra-community',
  L: 'L: Canary Islands',
  M: 'M: Ceuta and Melilla',
};

import { describe, expect, it } from '@jest/globals';
import { focusColumns } from '../../../core/contract/exports/tables.ts';
import { focusRows } from '../../../core/exports/focus-rows.ts';
import { aLine, anInvoice, figures, standardRate } from '../documents/a-document.ts';

const off = aLine({
  ...{ id: '2', kind: 'coupon', description: 'Article views: 20% off by the coupon welcome' },
  ...{ quantity: '-1', exactAmount: '-2.46', amount: '-2.46' },
});

describe('the FOCUS rows of an invoice with a coupon', () => {
  it('list what things cost before it, and bill what it leaves', () => {
    const content = anInvoice(figures([aLine({ unitPrice: '0.0123' }), off], standardRate));
    const rows = focusRows({ id: 'inv_1', kind: 'invoice', content });
    const of = (name: string) => {
      const place = focusColumns.findIndex((column) => column.name === name);
      return rows.map((row) => row[place]);
    };
    const one = 10n ** 12n;

    expect(of('x_LineKind')).toEqual(['usage', 'coupon', 'tax']);
    expect(of('ChargeCategory')).toEqual(['Usage', 'Credit', 'Tax']);
    expect(of('BilledCost')).toEqual([
      (1230n * one) / 100n,
      (-246n * one) / 100n,
      (187n * one) / 100n,
    ]);
    expect(of('ListCost')).toEqual([(1230n * one) / 100n, 0n, (187n * one) / 100n]);
  });
});

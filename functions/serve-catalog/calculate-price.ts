import { priceQuestion } from '../../core/catalog/price-calculation.ts';
import type { PriceCalculationAnswer } from '../../core/contract/catalog/price-shapes.ts';
import { type CalculatedLine, calculatePrice } from '../../core/invoicing/calculate-price.ts';
import { stepContent } from '../../core/invoicing/invoice-content.ts';
import type { Currency } from '../../core/kernel/currency.ts';
import { decimalText } from '../../core/kernel/decimal.ts';
import { exactText } from '../../core/kernel/exact-amount.ts';
import { currencyText, nanosText } from '../../core/kernel/money.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { CatalogPorts } from './ports.ts';

/** What a quantity comes to under a charge. */
export const calculatePriceRoute =
  (
    ports: Pick<CatalogPorts, 'plans' | 'clock'>,
  ): RouteHandlers['ServeCatalog']['POST /v1/price-calculations'] =>
  async ({ caller: { tenant }, body: asked }) => {
    const { charge, body, version, plan, usage } = await priceQuestion(ports, tenant, asked);
    const { currency, effectiveFrom } = version;
    const price = calculatePrice(charge, usage, { plan: plan ?? charge.key, version });
    return {
      status: 200,
      body: {
        ...(plan === undefined ? {} : { plan: { key: plan, effectiveFrom } }),
        charge: body,
        currency,
        quantity: decimalText(price.quantity),
        chargedQuantity: decimalText(price.chargedQuantity),
        lines: price.lines.map((line) => lineAnswer(line, currency)),
        ratedAmount: exactText(price.exact),
        exactAmount: nanosText(price.nanos),
        amount: currencyText(price.amount, currency),
      },
    };
  };

function lineAnswer(
  { kind, description, quantity, unitPrice, steps, exact, nanos, amount }: CalculatedLine,
  currency: Currency,
): PriceCalculationAnswer['lines'][number] {
  return {
    kind,
    description,
    quantity: decimalText(quantity),
    ...(unitPrice === undefined ? {} : { unitPrice: decimalText(unitPrice) }),
    steps: steps.map(stepContent),
    ratedAmount: exactText(exact),
    exactAmount: nanosText(nanos),
    amount: currencyText(amount, currency),
  };
}

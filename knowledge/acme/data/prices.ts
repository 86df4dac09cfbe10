type Priced = { readonly unitCents: number; readonly extra: number; readonly quantity: number };

/** Discount in hundredths: the volume's, as `docs/pricing_policy.md` has it, and what was given beside it. */
export function discountOf(sale: Priced, quantity = sale.quantity): number {
  return volumeDiscount(quantity * sale.unitCents) + sale.extra;
}

/** Net revenue in cents: whole, because prices are multiples of 20 cents and discounts of 5%. */
export function revenueOf(sale: Priced, quantity = sale.quantity): number {
  return (quantity * sale.unitCents * (100 - discountOf(sale, quantity))) / 100;
}

function volumeDiscount(grossCents: number): number {
  if (grossCents >= 2_500_000) return 15;
  if (grossCents >= 1_000_000) return 10;
  return grossCents >= 250_000 ? 5 : 0;
}

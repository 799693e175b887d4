/** What business-initiated calls cost, by country or beginning of number; evaluated by `domain/rules/rate-card.ts`. */
import { z } from 'zod';
import { decimal } from './identifiers.ts';

export const rateCard = z
  .array(
    z.object({
      /** ISO country, or the beginning of numbers without `+`. */
      place: z.string().min(1).max(15),
      /** Minutes of the month above which it holds; 0: from the first. */
      fromMinutes: z.int().nonnegative(),
      /** Price of a minute, exact. */
      perMinute: decimal,
      currency: z.string().length(3),
    }),
  )
  .max(5_000);

import type { Minor } from "./exact.ts";

/**
 * A currency as Stripe bills it (CUR).
 *
 * `decimals` turns minor units into major ones. `step` is what a charge must be a multiple of (UGX and ISK 100, three-decimal
 * currencies 10, else 1). `minimum` is the smallest charge in minor units, 0 where none is listed (D3).
 */
export interface Currency {
  readonly code: string;
  readonly decimals: 0 | 2 | 3;
  readonly step: 1 | 10 | 100;
  readonly minimum: Minor;
}

const ZERO_DECIMAL = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf";
const THREE_DECIMAL = "bhd jod kwd omr tnd";
const HUNDREDS = "isk ugx";

const TWO_DECIMAL =
  "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd btn bwp byn bzd cad cdf chf cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel ghs gip gmd gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sll sos srd std svc szl thb tjs tmt top try ttd twd tzs uah ugx usd uyu uzs wst xcd xcg yer zar zmw";

/** Smallest charges in major units (CUR). Stripe applies the minimum of the settlement currency; we apply the invoice's own (D3). */
const MINIMUM_MAJOR =
  "usd .50 aed 2 aud .50 brl .50 cad .50 chf .50 czk 15 dkk 2.50 eur .50 gbp .30 hkd 4 huf 175 inr .50 jpy 50 krw 50 mxn 10 myr 2 nok 3 nzd .50 pln 2 ron 2 sek 3 sgd .50 thb 10 zar .50 ars .50 cop .50 idr .50 ils .50 php .50 rub .50";

function list(): Map<string, Currency> {
  const minimum = new Map<string, number>();
  const words = MINIMUM_MAJOR.split(" ");
  for (let i = 0; i < words.length; i += 2) minimum.set(words[i] as string, Number(words[i + 1]));
  const currencies = new Map<string, Currency>();
  const register = (codes: string, decimals: 0 | 2 | 3, factor: number): void => {
    for (const code of codes.split(" ")) {
      const step = decimals === 3 ? 10 : HUNDREDS.includes(code) ? 100 : 1;
      currencies.set(code, { code, decimals, step, minimum: Math.round((minimum.get(code) ?? 0) * factor) });
    }
  };
  register(TWO_DECIMAL, 2, 100);
  register(ZERO_DECIMAL, 0, 1);
  register(THREE_DECIMAL, 3, 1000);
  return currencies;
}

/** Every currency that can be billed, by lower-case code. */
export const currencies: ReadonlyMap<string, Currency> = list();

/** `-18.57`, `980`, `5.120`: exact decimal text in major units, the form of money in files. */
export function formatMajor(amount: Minor, currency: Currency): string {
  if (currency.decimals === 0) return String(amount);
  const digits = String(amount < 0 ? -amount : amount).padStart(currency.decimals + 1, "0");
  const cut = digits.length - currency.decimals;
  return `${amount < 0 ? "-" : ""}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

/** `USD -18.57`: the form of money for people. */
export function formatMoney(amount: Minor, currency: Currency): string {
  return `${currency.code.toUpperCase()} ${formatMajor(amount, currency)}`;
}

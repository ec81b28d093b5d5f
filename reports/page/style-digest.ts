/** SHA-256 of the style sheet, in base 64, for the page's security policy. Written by `BILLCLOCK_UPDATE_DOCS=1 npx vitest run test/reports/html`. */
export const STYLE_SHA256 = "HquBTNii88HsFVGon3m6EwV5XOcYPmpdfyHwvfEF4YE=";

/** SHA-256 of the style sheet, in base 64, for the page's security policy. Written by `BILLCLOCK_UPDATE_DOCS=1 npx vitest run test/reports/html`. */
export const STYLE_SHA256 = "RZVTeMR2+XkTDlvM3zp61HZLk5d04g+GLlhmkDI1b/8=";

// Hides what identifies a private person: mobile numbers, identity cards, bank cards. Offices' numbers stay.

const MOBILE = /(?<![\d.])(?:\+?86[-\s]?)?(1[3-9]\d)[-\s]?\d{4}[-\s]?\d{4}(?![\d.]\d|\d)/g;
const IDENTITY = /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/g;
const BANK_CARD = /(?<![\d.])(?:62|4|5[1-5])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![\d.]|[万亿萬億元])/g;

/** The text with every digit of such a number after the third replaced by an asterisk; its length stays. */
export function maskPersonal(text: string): string {
  if (!/\d{4}[-\s]?\d{4}/.test(text)) return text;
  const hide = (match: string): string => {
    let digits = 0;
    return match.replace(/[\dXx]/g, (digit) => (++digits <= 3 ? digit : "*"));
  };
  return text.replace(IDENTITY, hide).replace(MOBILE, hide).replace(BANK_CARD, hide);
}

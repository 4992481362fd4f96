// Invented people with numbers that pass their checks; the same index is always the same person.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const FAMILY = Array.from("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨");
const GIVEN = Array.from("建国秀英志强丽华春梅海涛玉兰永福晓燕");

export interface Invented {
  readonly name: string;
  readonly identityNumber: string;
  readonly mobile: string;
  readonly bankCard: string;
}

/** The number of an identity card of 漾濞县 with its check character (GB 11643-1999). */
export function identityNumber(index: number): string {
  const day = String(1 + (index % 28)).padStart(2, "0");
  const month = String(1 + (Math.floor(index / 28) % 12)).padStart(2, "0");
  const year = 1960 + (Math.floor(index / 336) % 40);
  const body = `532922${year}${month}${day}${String(100 + (index % 900))}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return `${body}${"10X98765432"[sum % 11]}`;
}

/** A card number of 19 digits with its Luhn digit. */
export function bankCard(index: number): string {
  const body = `621700${String(100_000_000_000 + index * 7_919).padStart(12, "0")}`;
  const sum = Array.from(body, Number)
    .reverse()
    .reduce(
      (total, digit, at) => total + (at % 2 === 0 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit),
      0,
    );
  return `${body}${(10 - (sum % 10)) % 10}`;
}

export function invent(index: number): Invented {
  const given = (step: number): string => GIVEN[(index * 7 + step) % GIVEN.length] ?? "";
  return {
    name: `${FAMILY[index % FAMILY.length] ?? ""}${given(0)}${given(5)}`,
    identityNumber: identityNumber(index),
    mobile: `139${String(10_000_000 + index * 104_729).slice(-8)}`,
    bankCard: bankCard(index),
  };
}

export const prices = { apple: 120, pear: 95 };

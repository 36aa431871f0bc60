/** What a name may consist of, for the description of its field. */
export const NAME_CHARACTERS = "Letters, digits, spaces and . _ - ( ) ' & + ,";

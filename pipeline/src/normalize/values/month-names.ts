const names = (list: string): string[] => list.trim().split(/\s+/);

/**
 * The months, as the languages of Europe write them in a date (with the genitive where a date has it) and in short, in
 * the form of `keyOf`. Names that mean different months in different languages are in `BY_DAY` or missing.
 */
const MONTHS: readonly string[][] = [
  names(`january jan januar janvier janv enero ene janeiro gennaio gen januari tammikuu tammi tammik tammikuuta jaanuar
    jaan janvaris sausis sausio styczen sty stycznia leden led ledna januara sijecanj sij sijecnja јануар јан јануари
    януари ян январь янв января січень січ січня студзень сту студзеня ianuarie ian ιανουαριος ιανουαριου ιαν ocak oca
    gener xaneiro xan urtarrila urt eanair ionawr jannar janar janner jan`),
  names(`february feb februar fevrier fevr fev febrero fevereiro febbraio februari feber helmikuu helmi helmik helmikuuta
    veebruar veebr februaris febr vasaris vasario luty lut lutego unor uno unora februara veljaca velj veljace фебруар
    феб февруари фев февраль февр февраля лютий лют лютого люты лютага februarie φεβρουαριος φεβρουαριου φεβ subat
    sub febrer febreiro otsaila feabhra chwefror frar shkurt`),
  names(`march mar marz mrz mars marzo marco maart mrt marts maaliskuu maalis maalisk maaliskuuta kovas kovo marzec marca
    brezen bre brezna marec ozujak ozu ozujka mart март мар марта березень бер березня сакавік сак сакавіка martie
    marcius marc μαρτιος μαρτιου μαρ martxoa marta mawrth marzu maerz`),
  names(`april apr avril avr abril abr aprile huhtikuu huhti huhtik huhtikuuta aprill aprilis balandis balandzio kwiecien
    kwi kwietnia duben dub dubna aprila travanj tra travnja април апр апрель апреля квітень квіт квітня красавік кра
    красавіка aprilie απριλιος απριλιου απρ nisan nis apirila aibrean ebrill prill`),
  names(`may mai mayo maio maggio mag mei maj toukokuu touko toukok toukokuuta maijs geguze geguzes maja kveten kve kvetna
    svibanj svi svibnja мај май мая травень трав травня majus μαιος μαιου μαι mayis mayıs maig maiatza bealtaine mejju
    mee`),
  names(`june jun juni juin junio junho giugno giu kesakuu kesa kesak kesakuuta juuni junijs birzelis birzelio czerwiec cze
    czerwca cerven cvn cervna juna junij lipanj lipnja јун јуни юни июнь июня июн червень черв червня чэрвень чэр
    чэрвеня iunie iun junius ιουνιος ιουνιου ιουν haziran haz juny xuno ekaina meitheamh mehefin gunju qershor`),
  names(`july jul juli juillet juil juill julio julho luglio lug heinakuu heina heinak heinakuuta juuli julijs liepa liepos
    lipiec lipca cervenec cvc cervence jula julij srpanj srpnja јул јули юли июль июля июл липень лип липня ліпень ліп
    ліпеня iulie iul julius ιουλιος ιουλιου ιουλ temmuz tem juliol xullo uztaila iuil gorffennaf lulju korrik`),
  names(`august aug aout agosto ago augustus augusti elokuu elo elok elokuuta agust agu augusts rugpjutis rugpjucio
    sierpien sie sierpnia srpen srpna augusta avgust avg kolovoz kol kolovoza август авг августа серпень серп серпня
    жнівень жні жніуня augusztus αυγουστος αυγουστου αυγ agustos agost abuztua lunasa awst awwissu gusht`),
  names(`september sep sept septembre septiembre setiembre setembro set settembre syyskuu syys syysk syyskuuta septembris
    rugsejis rugsejo wrzesien wrz wrzesnia zari zar septembra rujan ruj rujna septembar септембар сеп септември
    сентябрь сен сент сентября вересень вер вересня верасень верасня septembrie szeptember szept σεπτεμβριος
    σεπτεμβριου σεπ σεπτ eylul eyl setembre iraila medi settembru shtator`),
  names(`october oct oktober okt octobre octubre outubro out ottobre ott lokakuu loka lokak lokakuuta oktoober oktobris
    spalis spalio pazdziernik paz pazdziernika rijen rij rijna oktobra oktobar октобар окт октомври октябрь октября
    жовтень жовт жовтня кастрычнік кас кастрычніка octombrie οκτωβριος οκτωβριου οκτ ekim eki urria hydref ottubru
    tetor`),
  names(`november nov novembre noviembre novembro marraskuu marras marrask marraskuuta novembris lapkritis lapkricio
    listopadu novembra studeni stu studenoga studenog novembar новембар нов ноември ное ноябрь ноя нояб ноября
    листопад лист листопада лістапад ліс лістапада noiembrie noi νοεμβριος νοεμβριου νοε kasım kasim kas azaroa
    samhain tachwedd novembru nentor`),
  names(`december dec dezember dez decembre diciembre dic dezembro dicembre desember des joulukuu joulu jouluk joulukuuta
    detsember dets decembris gruodis gruodzio grudzien gru grudnia prosinec pro prosince decembra prosinac prosinca
    decembar децембар дец декември дек декабрь декабря грудень груд грудня снежань сне снежня decembrie δεκεμβριος
    δεκεμβριου δεκ aralık aralik ara desembre decembro abendua nollaig rhagfyr dicembru dhjetor`),
];

/** Polish has no dot after the day and Croatian always has one; elsewhere these names are not used in dates. */
const BY_DAY: ReadonlyMap<string, { plain: number; dotted: number }> = new Map([
  ['listopada', { plain: 11, dotted: 10 }],
  ['lip', { plain: 7, dotted: 6 }],
]);

const NUMBERS: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((forms, index) => forms.map((form) => [keyOf(form), index + 1] as const)),
);

/** The number of a month from 1; 0 for any other word. @param dotted whether the day before it has a dot */
export function monthNumber(name: string, dotted: boolean): number {
  const key = keyOf(name);
  const byDay = BY_DAY.get(key);
  if (byDay) return dotted ? byDay.dotted : byDay.plain;
  return NUMBERS.get(key) ?? 0;
}

/** Lower case, without accents. */
function keyOf(name: string): string {
  const lower = name.toLowerCase();
  return /^[a-z]*$/.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '');
}

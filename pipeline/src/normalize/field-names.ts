import type { FieldName } from '@feedflow/shared/model/mapping-fields';

/*
 * What the names of elements, attributes, labels and keys mean. Names are compared without prefix, case, spaces and
 * marks: job:locationCity, location_city and "Location city" are the same name.
 */

/** What a name says about a text: the field, and how sure that is. The lowest rank is the surest. */
export interface Meaning {
  field: FieldName;
  rank: number;
  /** The name alone says it, wherever in a record it is. */
  specific: boolean;
}

/** Letters whose mark is part of them. */
const UNMARKED_LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  ı: 'i',
  đ: 'd',
  ß: 'ss',
};
const UNMARKED = /[øæœłıđß]/g;

/** Fields of a job whose texts are names: a list of the feed may give them, and a sentence is none. */
export const NAME_FIELDS: ReadonlySet<FieldName> = new Set([
  'company',
  'location',
  'city',
  'region',
  'country',
  'jobType',
  'categories',
] as const);

const FIELDS: Partial<Record<FieldName, string>> = {
  externalId: `guid id referencenumber reference referenceid referencecode ref refnumber refno refid refcode jobref
    jobreference jobid vacancyid vacancyref vacancyreference partnerjobid externalid externalreference externalref
    requisitionid requisitionnumber requisitioncode jobreqid reqid reqnumber uid uuid jobcode jobnumber vacancynumber
    positionid posid postingid postingnumber jobpostingid advertid adid adref advertreference adreference offerid offernumber
    listingid vacancycode code identifier number nr jobnr kennziffer referenznummer stellennummer stellenid chiffre referentie
    referentienummer vacaturenummer vacatureid idoffre offreid annonceid referencia codigo numero codice riferimento
    idvaga idoferta nid nodeid documentid requisition numer numerreferencyjny diarienummer viite
    senderreference displayreference inseratid inseratenummer jobdbid jobkey kennung uniquejobid
    contestnumber jobdivaid custjobid customerjobid foreignid jobopeningid key anzeigennummer anzeigenid anzeigennr inseratnummer 공고번호 求人番号
    идентификатор ид номер номервакансии кодвакансии код ідентифікатор номервакансії κωδικός κωδικόςθέσης 求人id 管理番号 编号
    編號 职位编号
    ilanno ilanid referansno azonosito hivatkozasiszam numaranunt idanunt idinzeratu رقمالوظيفة מספרמשרה tunnus pk`,
  title: `title jobtitle positiontitle vacancytitle posttitle functiontitle advertisementtitle jobname name positionname position role
    roletitle headline heading label designation titre titreoffre intitule intituleposte poste titulo puesto
    nombrepuesto vacante titel stellentitel stellenbezeichnung bezeichnung berufsbezeichnung jobtitel functietitel
    functienaam functie vacaturetitel titolo titoloannuncio mansione cargo tytul nazwastanowiska stanowisko nazwa rubrik
    tittel overskrift stilling nazev nazevpozice titulek pozice externaltitle 제목 채용제목 공고제목 공고명 职位名称 должность вакансия посада otsikko yrkesbenamning beruf externalpostingname
    название названиевакансии наименование наименованиевакансии назва назвавакансії τίτλος τίτλοςθέσης θέση
    θέσηεργασίας タイトル 求人タイトル 職種名 職種 職位名稱 岗位名称 职位 職位 岗位 职位标题 标题 標題 職務名稱
    pozisyon ilanbasligi isilani isunvani unvan allasneve allascime munkakor pozicio titlu titlulanuntului
    denumirepost nazivradnogmjesta nazivradnogmesta delovnomesto nazovpozicie tehtavanimike длъжност позиция
    المسمىالوظيفي عنوانالوظيفة שםמשרה שםהמשרה כותרת tieude chucdanh judul posisi ametinimetus pareigos`,
  jobUrl: `link url joburl joblink jobpageurl detailurl detailsurl detaillink detailpage vacancyurl vacancylink vacancypage
    adurl adverturl advertlink advertisementurl postingurl postinglink positionurl offerurl offerlink listingurl
    listinglink absoluteurl moredetailsurl pageurl weburl webpage weblink permalink canonicalurl hosteduri hostedurl publicurl href lien lienoffre
    linkanzeige anzeigenlink anzeigenurl anzeigeurl urloffre enlace urloferta stellenlink stellenurl vacatureurl vacaturelink urlannuncio uri adresurl lenke viewnode path
    ссылка ссылканавакансию посилання посиланнянавакансію σύνδεσμος リンク 求人url 详情链接 链接 連結 鏈接
    링크 채용링크 공고링크 상세링크 ilanlinki ilanurl baglanti hirdeteslink linkanunt رابطالوظيفة الرابط קישור tautan`,
  applyUrl: `applyurl applicationurl applicationlink applylink applyonline applyonlineurl applyhref applicationcallbackurl
    applicationformurl howtoapplyurl webapplication bewerbungslink bewerbungsurl bewerbenurl urlcandidature
    lienpostuler liencandidature urlpostulation candidatureurl sollicitatieurl sollicitatielink applyuri soknadsurl ansokningslank soknadslenke apply application howtoapply
    basvurulinki basvuruurl رابطالتقديم`,
  company: `company companyname employer employername organization organisation organizationname organisationname
    hiringorganization hiringorganisation hiringorganizationname hiringorganisationname hiringcompany hiringorg
    hiringorgname sourcename publishername subcompany client clientname advertiser advertisername publisher businessname
    companylegalname firm firmname arbeitgeber arbeitgebername unternehmen unternehmensname firma firmenname dienstgeber institution entreprise
    nomentreprise societe raisonsociale employeur empresa nombreempresa empleador azienda nomeazienda ragionesociale
    bedrijf bedrijfsnaam werkgever werkgevernaam pracodawca nazwafirmy arbetsgivare foretag virksomhed arbejdsgiver
    arbeidsgiver bedrift arbetsplatsnamn zamestnavatel spolecnost nazevfirmy firmanazev 기관명 회사명 기업명 업체명 会社名 企業名 公司 公司名称 单位名称 企业名称
    компания работодатель организация компанія роботодавець school schoolname council hospital university agency ministry
    вакансиякомпании названиекомпании наименованиеорганизации назвакомпанії організація εταιρεία εταιρία επωνυμία εργοδότης 会社 企業 公司名稱
    雇主
    alternativecompanyname sirket sirketadi firmaadi isveren kurum ceg cegnev munkaltato companie angajator poslodavac tvrtka podjetje
    delodajalec tyonantaja yritys tooandja ettevote darbdavys imone darbadevejs uznemums работодател الشركة
    اسمالشركة جهةالعمل חברה שםהחברה congty tencongty perusahaan namaperusahaan`,
  location: `location joblocation locationname locationdisplay locationtext locationdescription locationrestriction locationrestrictions candidaterequiredlocation
    fulllocation primarylocation mainlocation locations joblocations worklocation
    worklocations place places placeofwork jobplace workplace worksite dutystation dutystations office officelocation offices address jobaddress
    fulladdress workaddress featurename coverage arbeitsort arbeitsorte einsatzort einsatzorte dienstort standort
    standorte lieu lieutravail lieudetravail localisation ubicacion lugar lugardetrabajo sede sedelavoro luogo
    luogodilavoro localita standplaats werklocatie vestiging lokalizacja miejscepracy miejscowosc placering arbetsplats
    arbejdssted arbeidssted sijainti lokalita mistovykonuprace mistoprace miestoprace miestovykonuprace localdetrabalho localizacao adres 근무지 근무지역 근무장소 勤務地 就業場所 工作地点 工作地區
    местоположение расположение местоработы адрес місцероботи
    месторасположение локация розташування адреса локація τοποθεσία διεύθυνση 勤務先住所 住所 所在地 工作地點 地点 地點 地址
    지역 근무지주소 konum lokasyon calismayeri munkavegzeshelye loculdemunca mjestorada tyopaikka الموقع مكانالعمل מיקום diadiem
    noilamviec lokasi`,
  city: `city town locality municipality jobcity towncity locationcity worklocationcity cityname citytown addresslocality poststed postort workplacepostaddress ort
    ortsname stadt ville commune ciudad localidad poblacion municipio citta comune stad plaats woonplaats gemeente cidade
    localidade concelho miasto mesto obec kommun kommunnamn kommune paikkakunta telepules suburb город місто
    населенныйпункт населенийпункт πόλη 市区町村 城市
    sehir il ilce varos oras localitate pilseta miestas linn المدينة עיר thanhpho tinhthanh kota град`,
  region: `state region province county counties stateprovince stateregion countystate locationstate locationregion locationprovince jobstate
    addressregion regio stateorprovince prefecture regionname statename bundesland departement comunidad provincia regione wojewodztwo
    estado provincie kraj lan fylke регион область регіон
    περιοχή νομός 都道府県 省份 地区 地區
    megye judet zupanija المنطقة provinsi uf`,
  country: `country countryname nation countrycode jobcountry locationcountry addresscountry countryregion land pays pais paese
    nazione panstwo zeme страна країна
    χώρα 国 国家 國家
    ulke orszag tara drzava الدولة البلد negara`,
  remote: `remote isremote remotetype remotestatus remotework remotejob remoteallowed remoteoption allowsremote
    remoteworking remoteposition telecommute telecommuting telework homeoffice workfromhome workplacetype workplacetypes workmodel
    workarrangement joblocationtype teletravail teletrabajo thuiswerken workarrangementtype arrangementtype`,
  jobType: `jobtype jobtypes employmenttype employmenttypes contracttype contracttypes typeofcontract contracttypename jobtypename
    employmenttypename
    typeofemployment worktype type employment schedule workschedule contracttime timetype workingtime workingpattern
    workingpatterns workinghours workhours fullpart positiontype vacancytype contract contractterm employmentstatus employmentterm
    vertragsart beschaeftigungsart anstellungsart arbeitszeit arbeitszeitmodell typecontrat
    typedecontrat naturecontrat contrat tipocontrato tipodecontrato jornada tipocontratto contratto contracttijd
    dienstverband contractvorm tipocontratacao tipoumowy rodzajumowy wymiarpracy anstallningsform omfattning ansaettelsesform
    stillingstype anstallningstyp zeitintensitaet commitment jobnature positionscheduletypecode typeofjob engagement employmentlevel jobstatus
    고용형태 근무형태 채용형태 雇用形態 工作性质 занятость типзанятости типработы типроботи типзайнятості
    видзанятости графикработы зайнятість видзайнятості графікроботи τύποςαπασχόλησης απασχόληση 勤務形態 工作类型 工作類型 工作性質
    雇佣类型
    omfang extent uvazek uvazok druhpracovnihopomeru wymiaretatu tempstravail tempsdetravail jornadalaboral
    calismasekli calismaturu istipi foglalkoztatastipusa munkaido tyosuhde نوعالوظيفة نوعالعمل היקףמשרה loaihinh
    hinhthuclamviec tipepekerjaan`,
  categories: `category categories jobcategory jobcategories categoryname department departmentname industry industries
    industryname sector sectors jobsector function jobfunction functions functionalarea discipline disciplines subject
    subjects occupation occupationalfield occupationalfields profession specialism specialisms specialization
    specialisation speciality specialty classification subclassification field jobfield jobgroup jobfamily jobfamilygroup tag tags branche branchen
    berufsfeld berufsfelder berufsgruppe taetigkeitsfeld fachbereich unternehmensbereich functiegroep functiegebied kategorie abteilung categorie secteur metier domaine fonction
    categoria sectorprofesional settore vakgebied vakgebieden sektor kategoria branza kategori yrkesomrade
    businessarea businessline businessunit division occupationarea publishedcategory team 직종 직무 모집분야 業種 职位类别 行业 категория отрасль сфера специализация
    категорія галузь
    сферадеятельности профобласть рубрика спеціалізація κατηγορία κλάδος ειδικότητα カテゴリ カテゴリー 業界 类别 類別 行業 職位類別 職務類別 職務大類別名稱 職務小類別名稱
    yrkesgrupp berufskategorie businessareas obor obory odvetvi odvetvie areaprofissional areadeatuacao areadetrabalho
    departman kategorija domeniu ammattiala الفئة التصنيف קטגוריה תחום nganhnghe`,
  salary: `salary salarytext salarydescription salaryrange salarydetails salaryinfo salaryinformation salarydisplay displaysalary salaryrate advertisedsalary contractsalary contractsalarydescription paytextforadvert
    compensation compensationrange compensationtext monthlysalary annualsalary basesalary wage wages pay payrate payamount salaryamount payrange
    rateofpay remuneration gehalt lohn entgelt entlohnung verguetung salaire remunerationtext salario sueldo retribucion
    retribuzione stipendio salaris vergoeding wynagrodzenie lonn mzda remuneracao faixasalarial 급여 연봉 임금 給与 月給 年収 薪资 薪水 月薪
    зарплата заработнаяплата оклад доход уровеньдохода предполагаемыйуровеньмесячногодохода
    заробітнаплата μισθός αποδοχές 給料 薪資 工资 工資 薪酬
    maas ucret fizetes ber salariu placa palkka palk atlyginimas alga plat заплата الراتب שכר mucluong luong gaji`,
  salaryMin: `mzdaod platod salarymin minsalary minimumsalary salaryminimum salaryrangestart payminimum salaryfrom salarylow salarylower lowersalary
    salaryrangefrom salaryrangemin salarystart salarylowerbound minpay paymin payfrom compensationmin mincompensation
    wynagrodzenieod minimumrange payrangemin ratemin minrate ratefrom mingehalt gehaltvon gehaltmin salairemin salariominimo salariomin salarismin salarisvan
    wageminimum minwage remunerationminimumamount
    зарплатаот минимальнаязарплата зарплатамин зарплатавід мінімальназарплата ελάχιστοςμισθός 給与下限 最低給与 最低薪资 最低薪資 最低工资 薪資範圍下限`,
  salaryMax: `mzdado platdo salarymax maxsalary maximumsalary salarymaximum salaryrangeend paymaximum salaryto salaryhigh salaryupper uppersalary salaryrangeto
    salaryrangemax salaryend salaryupperbound payrangemax ratemax maxrate rateto maxpay paymax payto compensationmax maxcompensation wynagrodzeniedo
    maximumrange maxgehalt gehaltbis
    gehaltmax salairemax salariomaximo salariomax salarismax salaristot wagemaximum maxwage remunerationmaximumamount
    зарплатадо максимальнаязарплата зарплатамакс максимальназарплата μέγιστοςμισθός 給与上限 最高給与 最高薪资 最高薪資 最高工资 薪資範圍上限`,
  salaryCurrency: `salarycurrency currency currencycode currencyid salarycurrencycode paycurrency compensationcurrency waehrung waluta moneda mena currencytype
    devise valuta валюта νόμισμα 通貨 货币 貨幣 币种`,
  salaryPeriod: `salaryperiod salaryfrequency salaryinterval salarytype salaryunit salaryunittext salaryper
    salarytimeunit payperiod paidperiod payfrequency paytype rateintervalcode remunerationintervalcode rateper rateperiod rateunit compensationtype compensationperiod
    compensationinterval compensationtimeframe salarytimeframe paytimeframe periodicity salaireperiode periodesalaire periodosalario salarioperiodo salarisperiode 核薪方式`,
  description: `encoded descriptionhtml htmldescription jobdescriptionhtml description jobdescription fulldescription vacancyinformation jobinformation
    longdescription descriptionfull vacancydescription positiondescription content body jobbody details jobdetails advert
    advertisement adverttext advertbody jobadvert jobadvertisement jobadtext jobad addetails adtext adcontent text fulltext
    jobtext htmlcontent beschreibung stellenbeschreibung stellentext anzeigentext volltext inhalt descriptif descriptifposte descriptionposte
    descripcion descrizione omschrijving functieomschrijving vacaturetekst opis beskrivning beskrivelse popis kuvaus
    descricao opisstanowiska zakresobowiazkow formatteddescription externaljobdescription objective descriptionrequirements contents publicdescription stillingstekst addetail descr
    desc descriptionteaser kurzbeschreibung snippet briefdescription shortdescription summary jobsummary descriptionshort
    introduction intro teaser abstract excerpt
    popispozice popisprace popispracovnejpozicie testoannuncio descrizioneannuncio
    описание описаниевакансии опис описвакансії περιγραφή περιγραφήθέσης 仕事内容 業務内容 職務内容 职位描述 職位描述 岗位描述 工作内容 工作內容 描述
    상세내용 채용내용 담당업무 업무내용 aciklama isaciklamasi istanimi leiras munkaleiras descriere الوصف الوصفالوظيفي תיאור תיאורהמשרה mota
    motacongviec deskripsi`,
  publishedAt: `pubdate published date dateposted posted posteddate postdate postedon postedat postedate postingdate dateentered
    publishdate publisheddate publishedon publishedat publishon publishat publicationdate publicationstart listdate
    listeddate datelisted listingdate activedate dateactive activationdate opendate openingdate opens opened openedon
    livedate golivedate datesinceonline advertiseddate advertisedate advertisefrom advertisefromdate advertisedfrom postingstartdate
    publishstartdate displayfrom visiblefrom onlinesince onlinedate issued issuedate issuedon dateissued createdat createdon created createddate
    createdate datecreated creationdate datepublished datepublication publicationstartdate pubdatefrom publishfrom publishdatefrom publicationdatefrom wepubdatefrom veroeffentlicht
    erscheinungsdatum einstelldatum publicerad publiceraddatum veröffentlicht veroeffentlichungsdatum veröffentlichungsdatum veroeffentlichtam erstelltam fechapublicacion
    fechadepublicacion datadipubblicazione datapubblicazione datapublicacao publicatiedatum plaatsingsdatum geplaatst
    datapublikacji datadodania publiceringsdatum dateadded dateadd addeddate adddate activefrom fechaalta datefrom fromdate
    datebegin dateopened openeddate 공고게시일 게시일 등록일 掲載日 公開日 发布日期 发布时间 датапубликации опубликовано
    датапублікації publisert releasedate releaseddate datedebutpublication datedebutdiffusion
    datemiseenligne dateparution dateparu datecreation updated modified updatedat updatedon lastmodified lastmodifieddate
    lastmodificationdate lastupdated lastupdateddate lastupdate dateupdated datemodified modifieddate updatedate updateddate modificationdate
    датаразмещения датасоздания датарозміщення датастворення ημερομηνίαδημοσίευσης 掲載開始日 發布日期 發佈日期 職缺更新日期
    datainiziopubblicazione fechainiciopublicacion datainiciopublicacao datumzverejneni datumvlozeni
    yayintarihi ilantarihi yayinlanmatarihi megjelenes feladasdatuma datapublicarii datumobjave datumzverejnenia
    تاريخالنشر תאריךפרסום ngaydang tanggalposting datum fecha дата 日付`,
  expiresAt: `expirationdate expires expiresat expireson expiry expirydate expire expiredate expirationat expiration expiresdate
    dateexpires pubdateto publishto publishdateto publisheddateto publicationto publicationdateto wepubdateto applywithin applywithindate validthrough validuntil validto closingdate closedate dateclosing closes closeson closing closingdatetime
    deadline expdate applicationdeadline applicationclosingdate applicationenddate applicationclosedate applyby applybefore applicationsclose
    closingdateforapplications applicationdue applicationduedate publishenddate postingenddate publicationend advertiseto advertisetodate advertisedto
    displayto visibleuntil unpublishdate lastdate lastapplicationdate enddate dateend bewerbungsschluss
    bewerbungsfrist datelimite datelimitecandidature fechalimite fechacierre datascadenza scadenza sluitingsdatum
    reageervoor ends utloper dateends dateto todate activeto activeuntil einddatum gueltigbis gultigbis fechabaja fechacaducidad
    fechavencimiento dataexpiracao datavalidade dataencerramento datecloture datefinpublication datefindiffusion
    접수마감일 마감일 応募締切 締切日 截止日期 截止时间 действительнодо датазакрытия
    datefinparution datawaznosci terminskladania sistaansokningsdag ansogningsfrist soknadsfrist hakuaikapaattyy
    датаокончанияпубликации датазакриття ημερομηνίαλήξης 掲載終了日 応募締切日 有効期限 到期日期 應徵截止日期
    datafinepubblicazione fechafinpublicacion datafimpublicacao platnostdo
    sonbasvurutarihi bitistarihi lejarat jelentkezesihatarido dataexpirarii rokprijave تاريخالانتهاء hannop
    hannophoso batasakhir`,
};

/** Parts of a description, where none has all of it. */
const SECTIONS = `overview joboverview tasks jobtasks yourtasks duties jobduties keyduties responsibility responsibilities jobresponsibilities keyresponsibilities
  requirements jobrequirements qualifications jobqualifications candidateprofile idealcandidate whatweoffer weoffer
  companydescription additionalinformation einleitung vorspann aufgaben ihreaufgaben deineaufgaben aufgabenbeschreibung
  taetigkeiten textaufgaben textanforderungen textwirbieten anforderungen anforderungsprofil profil ihrprofil deinprofil qualifikation qualifikationen wirbieten unserangebot
  missions mission profilrecherche funciones requisitos responsabilidades atividades mansioni requisiti taken
  functieeisen aanbod wijbieden obowiazki wymagania oferujemy naplnprace pozadavky pozadujeme nabizime обязанности требования условия обовязки вимоги
  умови καθήκοντα απαιτήσεις προσόντα 応募資格 応募条件 岗位职责 職責 任职要求 职位要求`;
/** In ranks: after every other name, also an ambiguous one. */
export const SECTION_COST = 2000;

/** Names that mean a field only as a child of what it belongs to. */
const WITHIN: Record<Container, Partial<Record<FieldName, string>>> = {
  company: {
    company:
      'name title label displayname legalname text companyname navn namn nom nombre nome naam nazwa nazev nimi libelle название наименование назва επωνυμία όνομα 名称 名前',
  },
  place: {
    location:
      'name title label displayname display text formatted formattedaddress fulladdress description value item string',
    city: 'placename by ville libelle',
    region: 'administrativearea adminarea subdivision area',
    country: 'code',
  },
  salary: {
    salary: 'text label description display title range name amount value libelle',
    salaryMin:
      'min minimum minvalue minimumrange from low lower lowest lowend start rangestart od von van fra från da desde от від',
    salaryMax:
      'max maximum maxvalue maximumrange to high upper highest highend end rangeend do bis tot til till hasta до',
    salaryCurrency: 'currency currencycode',
    salaryPeriod:
      'period periode periodo zeitraum interval timeframe frequency unit unittext per type rate rateintervalcode compensationtype',
  },
  categories: { categories: 'name title label text value term item area libelle' },
  apply: { applyUrl: 'url link href website online weburl uri web' },
  links: {
    jobUrl: 'detail details job ad advert posting view html web self',
    applyUrl: 'apply application',
  },
  dates: {
    publishedAt: 'start from publication publish',
    expiresAt: 'end to until close',
  },
  booking: {
    publishedAt: 'startdatum beginn',
    expiresAt: 'enddatum ende',
  },
  identifier: { externalId: 'value idvalue id identifier number code text' },
};

export type Container =
  | 'company'
  | 'place'
  | 'salary'
  | 'categories'
  | 'apply'
  | 'links'
  | 'dates'
  /** Of an advertisement, by the employer. */
  | 'booking'
  | 'identifier';

const CONTAINERS: Record<Container, string> = {
  company: `company employer organization organisation hiringorganization hiringorganisation hiringorg hiringcompany client
    advertiser customer unternehmen arbeitgeber dienstgeber firma entreprise employeur societe empresa empleador azienda bedrijf
    werkgever arbeidsgiver arbetsgivare arbejdsgiver virksomhed pracodawca zamestnavatel компания работодатель организация компанія
    роботодавець організація εταιρεία εργοδότης 会社 企業 公司`,
  place: `location locations joblocation joblocations worklocation worklocations workplace workplaces place places address
    addresses postaladdress physicaladdress physicallocation office offices site sites geo region standort standorte arbeitsort
    primarylocation mainlocation lieu lieutravail lieudetravail ubicacion lugar luogo vestiging standplaats lokalizacja miejscepracy
    arbeidssted arbeidssteder arbejdssted arbetsplats`,
  salary:
    'salary salaries compensation basesalary pay payrange salaryrange remuneration wage wages gehalt salaire',
  categories: `categories jobcategories category tags industries departments department functions jobfunctions sectors
    disciplines occupationalfields specialisms classifications classification businessareas`,
  apply: `apply application applications howtoapply applicationmethods applicationmethod applyoptions byweb
    applicationinfo`,
  links: 'links urls link',
  dates: 'dates',
  booking: 'buchung',
  identifier:
    'identifier identifiers jobidentifier id ids jobid reference references identification documentid',
};

/** Elements around the fields of a job that say nothing else. */
const WRAPPERS = words(`
  job vacancy position posting joboffer jobposting jobopening jobad jobadvert joblisting offer opening advert
  advertisement ad positionopening vacature stelle stellenangebot offre oferta annonce annuncio vaga content details
  detail data info information general basic basics main header fields field attributes attribute properties property
  params param parameters parameter items item listing list classifications metadata meta customfields customfield values
  elements body core record profile version versions translation translations daten stellendaten stammdaten positionprofile positiondetail element formatteddescription userarea`);

/** Pairs of a name and a value. */
const PAIRS = words('pair keyvalue keyvaluepair keyvaluepairofstringstring namevaluepair postmeta');

/** Elements whose own name says nothing, and whose attribute or child does: <field name="title">. */
const NEUTRAL = words(`
  field param parameter property attribute item element data value entry customfield info detail option term column col
  cell str string text date int fl category classification tag additionalfield userfield extra variable var label meta
  filter`);

/** What in a record is not about the job itself, or about another job. */
const FOREIGN = words(`
  contact contacts contactperson contactinfo person recruiter recruiters manager author contributor creator agency
  document documents file files attachment attachments image images logo logos photo photos picture media video videos
  icon banner enclosure social benefit benefits requirement requirements skill skills language languages education
  experience question questions questionnaire screening statistics stats seo og twitter facebook tracking pixel generator
  rights license copyright user account owner poster parent similar related relatedjobs reseller department unit email
  phone fax birth start work target`);

/** Prefixes of namespaces that describe pages and their media, not jobs. */
const FOREIGN_PREFIXES = words(
  'media itunes slash wfw sy feedburner thr excerpt wp cc creativecommons geo geourl googleplay podcast og xhtml soap diffgr msdata xs',
);

/** What a name begins with that says how a field is shown, or that it is not: show_location, internal_description. */
const NO_VALUE = words('show hide display is has use no internal private');

/** The words for "job" that a name may begin with. */
const JOB_WORDS = [
  'job',
  'jobposting',
  'primaryjobposting',
  'annons',
  'anzeigen',
  'oferta',
  'vacature',
  'vacancy',
  'position',
  'posting',
  'advert',
  'offer',
  'listing',
  'opening',
  'stellen',
  'field',
  'ows',
];
/** Those that a name may end with: numer_oferty, urlOffre. */
const JOB_ENDINGS = /(?:oferty|oferta|offre|annonce|annons|vacature|vacante|vaga|annuncio|stelle)$/;
const PAID_FOR =
  /annual(?:ly)?|yearly|monthly|weekly|daily|hourly|gross|annuel|mensuel|horaire|anual|mensual|mensal|annuo|mensile|brutt?o|jahres|monats|wochen|tages|stunden/;
/** JOB_TYPE_COLLECTION, categoryList */
const LIST = /(?:collection|list)$/;
/** The first and the last day of an advertisement: AdvertisingStartDate, posting_end. */
const ADVERTISED =
  /^(?:vacancy|job|ad)?(?:advert[a-z]{0,8}|post(?:ing)?|publi[a-z]{1,8}|display|listing|online|visib[a-z]{2,5}|veroe?ffentlich[a-z]{1,4})/;
const FIRST_DAY = /(?:start|begin|from|open|von|ab)(?:date|datetime|time|on|at)?$/;
const LAST_DAY =
  /(?:ende?|close|closing|until|stop|expir[a-z]{1,6}|bis|(?<!pho|au)to)(?:date|datetime|time|on|at)?$/;
/** Names of links begin or end so. */
const LINK = /^url(?!aub)|(?:url|uri|link)$/;
const APPLY = /appl[yi]|bewerb|postul|candidat|sollicit|ansok|ansog|soknad/;
/** What a link leads to if not to the job. */
const OTHER_LINK =
  /logo|image|img|photo|picture|video|icon|banner|company|employer|client|publisher|website|site|home|feed|rss|map(?!ply)|track|pixel|social|facebook|linkedin|twitter|xing|video|career|organi[sz]ation|agency|document|attach|file|print|unsubscribe|privacy|policy|terms|contact|author|referr|thumb|media|short/;
/** Codes and names of languages, without those that say something else at the end of a name: id, no, is, to. */
const LANGUAGE_CODES =
  'en|de|fr|es|it|nl|pt|pl|cs|cz|sk|hu|ro|bg|el|da|sv|nb|fi|et|lv|lt|ru|uk|ar|he|tr|zh|ja|ko|vi';
const LANGUAGES = `${LANGUAGE_CODES}|english|german|french|spanish|italian|dutch|arabic|chinese`;
const LANGUAGE = new RegExp(`^(?:${LANGUAGES})$`);
/** title_de, title-en-gb */
const MARKED_LANGUAGE = new RegExp(`[_-](${LANGUAGES})(?:[_-][a-z]{2})?$`);
/** titleDe, in lower case, behind a word that programs use: German plurals end so too. */
const JOINED_LANGUAGE = new RegExp(
  `(?<=title|description|location|company|employer|category|department|city|region|country)(${LANGUAGES})$`,
);
/** locationText, category_1; "value" is that of a code. */
const PLAIN_ENDING = /[_-]?(?:text|label|display|\d{1,2})$/;
/** OCCU_DESC（職務名稱）: a name and what it means. */
const GLOSS = /^([^（）]+)（([^（）]+)）$/;
/** Short names that are as clear as long ones. */
const CLEAR_STEM = /^(?:title|salary|company|city|region|state)$/;
const MIN_HIDDEN_LENGTH = 8;
/** "ubicacionpais", not "geoland" */
const MIN_PLACE_LENGTH = 6;
/** In ranks, of a name within a longer one, and of one behind a letter. */
const HIDDEN_COST = 50;
const COMPOUND_COST = 100;
const LETTER_COST = 5;
const ENDING_COST = 0.5;
const MAX_NAME_LENGTH = 60;

const MEANINGS = new Map<string, Meaning>();
for (const [field, names] of Object.entries(FIELDS)) {
  for (const [rank, name] of [...words(names)].entries()) addMeaning(name, field as FieldName, rank);
}
for (const name of words(SECTIONS)) addMeaning(name, 'description', SECTION_COST);

/** Also with umlauts, of which plain names have no marks: "Vergütung" is listed as "verguetung". */
function addMeaning(name: string, field: FieldName, rank: number): void {
  for (const written of [name, name.replace(/([aou])e/g, '$1')]) {
    if (!MEANINGS.has(written)) MEANINGS.set(written, { field, rank, specific: isSpecific(written) });
  }
}
const CONTAINER_NAMES = new Map<string, Container>();
for (const [container, names] of Object.entries(CONTAINERS)) {
  for (const name of words(names)) CONTAINER_NAMES.set(name, container as Container);
}
// What a text may be, an element may hold in parts: <salaris><min>, <localisation><pays>.
for (const [field, container] of [
  ['location', 'place'],
  ['salary', 'salary'],
] as const) {
  for (const name of words(FIELDS[field] ?? '')) {
    if (!CONTAINER_NAMES.has(name)) CONTAINER_NAMES.set(name, container);
  }
}
const PLACE_WORDS = [...CONTAINER_NAMES].flatMap(([name, container]) =>
  container === 'place' && name.length >= MIN_PLACE_LENGTH ? [name] : [],
);
const INNER = new Map<string, Meaning>();
for (const [container, fields] of Object.entries(WITHIN)) {
  for (const [field, names] of Object.entries(fields)) {
    [...words(names)].forEach((name, rank) => {
      const key = `${container}/${name}`;
      if (!INNER.has(key)) INNER.set(key, { field: field as FieldName, rank, specific: false });
    });
  }
}

/** Names of one plain word have several meanings. */
function isSpecific(name: string): boolean {
  return (
    name.length >= 7 &&
    !words(
      'heading subject position profession schedule content contents details summary commitment council hospital university agency ministry company',
    ).has(name)
  );
}

/** A name without prefix, case, spaces, marks and accents. */
export function plainName(name: string): string {
  const plain = ownName(name)
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, '');
  return plain.replace(UNMARKED, (letter) => UNMARKED_LETTERS[letter] ?? letter);
}

/** A name in lower case, without prefix. Of a custom field of Salesforce also without its package: ts2__Location__c. */
function ownName(name: string): string {
  const local = name.slice(name.lastIndexOf(':') + 1).toLowerCase();
  return local.endsWith('__c') ? local.slice(0, -3).replace(/^[a-z\d]{1,15}__/, '') : local;
}

/** What words mean that are a name as a whole, not only in a part; null for nothing that is known. */
export function meaningOfWords(text: string): Meaning | null {
  return MEANINGS.get(plainName(text)) ?? null;
}

/** What a name alone means; null for nothing that is known. */
export function meaningOf(name: string): Meaning | null {
  if (name.length > MAX_NAME_LENGTH) return null;
  const plain = plainName(name);
  const exact = MEANINGS.get(plain);
  if (exact) return exact;
  for (const rest of withoutJobWords(plain)) {
    const found = MEANINGS.get(rest);
    if (found) return { field: found.field, rank: found.rank + 0.5, specific: true };
  }
  return (
    hiddenMeaning(name, plain) ??
    meaningOfPlace(plain) ??
    payMeaning(plain) ??
    compoundMeaning(plain) ??
    meaningBeforeEnding(ownName(name))
  );
}

/** Of a name that ends with what does not change its meaning: a language, "text", a number; or with a gloss. */
function meaningBeforeEnding(name: string): Meaning | null {
  const [, named = '', gloss] = GLOSS.exec(name) ?? [];
  if (gloss !== undefined) return meaningOf(gloss) ?? meaningOf(named);
  const language = languageEnding(name);
  const ending = language ?? PLAIN_ENDING.exec(name);
  if (ending === null) return null;
  const stem = name.slice(0, ending.index);
  const found = meaningOf(stem);
  if (found === null || (language === null ? !isOfTexts(stem, found) : found.field.startsWith('salary')))
    return null;
  return { ...found, rank: found.rank + ENDING_COST };
}

function languageEnding(name: string): RegExpExecArray | null {
  return MARKED_LANGUAGE.exec(name) ?? JOINED_LANGUAGE.exec(name);
}

/** Whether a field has texts of which there may be several. The lines of an address are no places. */
function isOfTexts(stem: string, { field, specific }: Meaning): boolean {
  if (field !== 'title' && field !== 'description' && !NAME_FIELDS.has(field)) return false;
  return (specific || CLEAR_STEM.test(plainName(stem))) && !/addr|adres|street/.test(stem);
}

/** Whether a name is that of who publishes the feed. */
export function isOfFeed(name: string): boolean {
  return /^(?:publisher|source)/.test(plainName(name));
}

/** Whether a name is that of a language: <title><de>. */
export function isLanguage(name: string): boolean {
  return LANGUAGE.test(ownName(name));
}

/**
 * The language that a path names, and the path without it: 'title' for 'title_de' and 'title/de', where the language is
 * 'de'; null and the path itself for none.
 */
export function languageOfPath(path: string): { language: string | null; stem: string } {
  const steps = path.split('/');
  const at = steps.findLastIndex(isLanguage);
  if (at !== -1) return { language: ownName(steps[at] ?? ''), stem: steps.toSpliced(at, 1).join('/') };
  const name = ownName(steps.at(-1) ?? '');
  const ending = MEANINGS.has(plainName(name)) ? null : languageEnding(name);
  if (ending === null) return { language: null, stem: path };
  const stem = steps.with(-1, name.slice(0, ending.index)).join('/');
  return { language: ending[1] ?? null, stem };
}

/** "annualSalaryFrom", "hourly_rate", "Monatsgehalt": pay, named with what it is for. */
function payMeaning(plain: string): Meaning | null {
  const rest = plain.replace(PAID_FOR, '');
  if (rest === plain) return null;
  const meaning = MEANINGS.get(rest === 'rate' ? 'payrate' : rest);
  return meaning?.field.startsWith('salary') ? { ...meaning, specific: true } : null;
}

/** "workplacecounty": what a part of a place is, without a mark between the two. */
function meaningOfPlace(plain: string): Meaning | null {
  for (const word of PLACE_WORDS) {
    const within = plain.startsWith(word) ? meaningInside('place', plain.slice(word.length)) : null;
    if (within !== null && within.field !== 'remote')
      return { ...within, rank: within.rank + HIDDEN_COST, specific: false };
  }
  return null;
}

/**
 * Of the last words of a name ("advert_job_title"), of one that begins with what it belongs to ("geo_city"), and of one
 * with a letter before it ("vContractType").
 */
function hiddenMeaning(name: string, plain: string): Meaning | null {
  const parts = ownName(name)
    .split(/[-_. ]+/)
    .filter((part) => part !== '');
  const [first = '', ...rest] = parts.map(plainName);
  if ([first, ...rest].some((part) => FOREIGN.has(part)) || NO_VALUE.has(first)) return null;
  const container = CONTAINER_NAMES.get(first);
  const within = container && meaningInside(container, rest.join(''));
  if (within) return { ...within, rank: within.rank + HIDDEN_COST, specific: false };
  for (let i = 0; i < rest.length; i++) {
    const last = rest.slice(i).join('');
    const found = MEANINGS.get(last);
    // The description of a company is not that of a job.
    if (found?.field === 'description' && container === 'company') return null;
    if (found && (found.specific || last === 'title'))
      return { field: found.field, rank: found.rank + HIDDEN_COST, specific: false };
  }
  const inner = plain.slice(1);
  const found = inner === 'title' || inner.length >= MIN_HIDDEN_LENGTH ? MEANINGS.get(inner) : undefined;
  return found ? { field: found.field, rank: found.rank + LETTER_COST, specific: false } : null;
}

/** Of a name whose words are known, and that is none of those listed. */
function compoundMeaning(plain: string): Meaning | null {
  const before = MEANINGS.get(plain.replace(JOB_ENDINGS, '')) ?? MEANINGS.get(plain.replace(LIST, ''));
  if (before) return { field: before.field, rank: before.rank + 0.5, specific: true };
  const compound = (field: FieldName): Meaning => ({ field, rank: COMPOUND_COST, specific: false });
  if (ADVERTISED.test(plain)) {
    if (FIRST_DAY.test(plain)) return compound('publishedAt');
    if (LAST_DAY.test(plain)) return compound('expiresAt');
  }
  if (!LINK.test(plain) || OTHER_LINK.test(plain)) return null;
  return compound(APPLY.test(plain) ? 'applyUrl' : 'jobUrl');
}

/** The first or only word of a name of places and pay: "geo_city", "salaris_min". */
function meaningInside(container: Container, name: string): Meaning | null {
  if (container !== 'place' && container !== 'salary') return null;
  const inner = container === 'salary' ? INNER.get(`salary/${name}`) : undefined;
  if (inner) return inner;
  // "locationPlace" is the town of a location.
  const meaning = MEANINGS.get(container === 'place' && name === 'place' ? 'town' : name);
  return meaning && meaning.field !== 'location' && mayHold(container, meaning.field) ? meaning : null;
}

/** What a name means as a child of a container; null for nothing that is known. */
export function meaningWithin(container: Container, name: string): Meaning | null {
  return INNER.get(`${container}/${plainName(name)}`) ?? null;
}

/** The fields that may be children of a container by their own names. */
export function mayHold(container: Container, field: FieldName): boolean {
  switch (container) {
    case 'company':
      return field === 'company';
    case 'place':
      return ['location', 'city', 'region', 'country', 'remote'].includes(field);
    case 'salary':
      return field.startsWith('salary');
    case 'categories':
      return field === 'categories';
    case 'apply':
      return field === 'applyUrl' || field === 'expiresAt';
    case 'links':
      return field === 'jobUrl' || field === 'applyUrl';
    case 'identifier':
      return field === 'externalId';
    case 'booking':
      return ['externalId', 'publishedAt', 'expiresAt'].includes(field);
    default:
      return field === 'publishedAt' || field === 'expiresAt';
  }
}

/** What kind of element holds further ones; 'unknown' for names that say nothing. */
export function roleOf(name: string): Container | 'wrapper' | 'foreign' | 'unknown' {
  const plain = plainName(name);
  const container =
    CONTAINER_NAMES.get(plain) ??
    CONTAINER_NAMES.get(plain.replace(/(?:info|information|details|data|collection|list)$/, ''));
  if (container) return container;
  const ofJob = [...withoutJobWords(plain)];
  const named = ofJob.find((rest) => CONTAINER_NAMES.has(rest));
  if (named !== undefined) return CONTAINER_NAMES.get(named) as Container;
  if (FOREIGN.has(plain)) return 'foreign';
  return [plain, ...ofJob].some((rest) => WRAPPERS.has(rest)) ? 'wrapper' : 'unknown';
}

/**
 * What is left of a name without the words for "job" before it: "job_offer_location" is "offerlocation", then
 * "location".
 */
function* withoutJobWords(plain: string): Generator<string> {
  let rest = plain;
  for (;;) {
    const word = JOB_WORDS.find((candidate) => rest.length > candidate.length && rest.startsWith(candidate));
    if (word === undefined) return;
    rest = rest.slice(word.length);
    yield rest;
  }
}

/**
 * Whether an element of this name may have its name in an attribute or a child: <field name="title">, <filter2>,
 * <mfield7>.
 */
export function isNeutral(name: string): boolean {
  const plain = plainName(name);
  const unnumbered = plain.replace(/\d{1,3}$/, '');
  if (NEUTRAL.has(unnumbered) || isPair(unnumbered)) return true;
  return unnumbered !== plain && meaningOf(unnumbered) === null && roleOf(unnumbered) === 'unknown';
}

/** Whether an element of this name is a pair of a name and a value, whatever its namespace is about. */
export function isPair(name: string): boolean {
  return PAIRS.has(plainName(name));
}

/** Whether a name is of a namespace that is not about jobs. */
export function isForeignName(name: string): boolean {
  const colon = name.indexOf(':');
  return colon > 0 && FOREIGN_PREFIXES.has(name.slice(name.startsWith('@') ? 1 : 0, colon));
}

function words(list: string): Set<string> {
  return new Set(
    list
      .trim()
      .split(/\s+/)
      .map((name) => plainName(name)),
  );
}

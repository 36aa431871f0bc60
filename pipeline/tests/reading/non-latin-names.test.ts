import { expect, test } from 'vitest';
import { readBytes } from '../support/body.ts';

const FIELDS = {
  externalId: '17',
  title: 'Cook',
  company: 'Acme',
  location: 'Town',
  salary: { min: 100, max: 200 },
  description: 'Cooks all day',
  categories: ['Kitchens'],
  jobUrl: 'https://a.example/17',
};

const LANGUAGES: Array<[string, string, string]> = [
  ['Russian', 'вакансия', 'номер название компания город зарплата_от зарплата_до описание категория ссылка'],
  [
    'Russian with capitals',
    'Вакансия',
    'Ид Должность Работодатель Город ЗарплатаОт ЗарплатаДо Описание Отрасль Ссылка',
  ],
  [
    'Ukrainian',
    'вакансія',
    'код посада роботодавець місто зарплатаВід максимальнаЗарплата опис галузь посилання',
  ],
  [
    'Greek',
    'θέση',
    'κωδικός τίτλος εταιρεία πόλη ελάχιστος_μισθός μέγιστος_μισθός περιγραφή κλάδος σύνδεσμος',
  ],
  [
    'Greek capitals',
    'ΘΕΣΗ',
    'ΚΩΔΙΚΟΣ ΤΙΤΛΟΣ ΕΤΑΙΡΕΙΑ ΠΟΛΗ ΕΛΑΧΙΣΤΟΣ_ΜΙΣΘΟΣ ΜΕΓΙΣΤΟΣ_ΜΙΣΘΟΣ ΠΕΡΙΓΡΑΦΗ ΚΛΑΔΟΣ ΣΥΝΔΕΣΜΟΣ',
  ],
  ['Turkish', 'ilan', 'ilan_no pozisyon şirket şehir maaş_min maaş_max açıklama sektör ilanLinki'],
  [
    'Turkish with a letter without dot',
    'ilan',
    'ilanNo ilanBaşlığı işveren il ücret_min ücret_max işTanımı sektör bağlantı',
  ],
  ['Hungarian', 'allashirdetes', 'azonosító pozíció cég város fizetés_min fizetés_max leírás kategória link'],
  ['Romanian', 'anunt', 'id titlu angajator oraș salariu_min salariu_max descriere domeniu link'],
  ['Norwegian', 'annonse', 'id stilling arbeidsgiver poststed lønn_min lønn_max beskrivelse kategori lenke'],
  [
    'Polish',
    'ogłoszenie',
    'numer tytuł pracodawca miejscowość wynagrodzenieOd wynagrodzenieDo opis branża link',
  ],
  ['Indonesian', 'lowongan', 'id judul perusahaan kota gaji_min gaji_max deskripsi kategori tautan'],
  ['Vietnamese', 'vieclam', 'id tiêu_đề công_ty thành_phố lương_min lương_max mô_tả ngành_nghề link'],
  ['Arabic', 'وظيفة', 'رقم_الوظيفة المسمى_الوظيفي الشركة المدينة الراتب_min الراتب_max الوصف الفئة الرابط'],
  ['Hebrew', 'משרה', 'מספר_משרה שם_משרה חברה עיר שכר_min שכר_max תיאור תחום קישור'],
  ['Japanese', '求人', '求人番号 職種 会社名 市区町村 給与下限 給与上限 仕事内容 業種 リンク'],
  ['Chinese', '职位', '编号 职位名称 公司名称 城市 最低薪资 最高薪资 职位描述 行业 链接'],
  ['Chinese, traditional', '職位', '編號 職位名稱 公司名稱 城市 最低薪資 最高薪資 職位描述 行業 連結'],
];
const record = (element: string, names: string, id: number) => {
  const texts = [
    `${id}`,
    'Cook',
    'Acme',
    'Town',
    '100',
    '200',
    'Cooks all day',
    'Kitchens',
    `https://a.example/${id}`,
  ];
  const fields = names.split(' ').map((name, i) => `<${name}>${texts[i]}</${name}>`);
  return `<${element}>${fields.join('')}</${element}>`;
};

test.each(LANGUAGES)('the fields of records with names in %s are found', async (_, element, names) => {
  const body = `<export>${record(element, names, 17)}${record(element, names, 18)}</export>`;
  const { jobs } = await readBytes(body);
  expect(jobs).toHaveLength(2);
  expect(jobs[0]).toMatchObject(FIELDS);
});

test.each([
  ['вакансии', 'вакансия'],
  ['Вакансії', 'Вакансія'],
])('one record in %s is found by its name', async (list, element) => {
  const names = 'номер название компания город зарплата_от зарплата_до описание категория ссылка';
  const { jobs } = await readBytes(`<${list}>${record(element, names, 17)}</${list}>`);
  expect(jobs[0]).toMatchObject(FIELDS);
});

test('a mapping names elements in other letters, whatever their case', async () => {
  const body = '<r><Объект Ключ="1"><Имя>Cook</Имя></Объект><Прочее/></r>';
  const mapping = { record: 'объект', fields: { title: 'имя', externalId: '@КЛЮЧ' } };
  const { jobs } = await readBytes(body, { mapping });
  expect(jobs[0]).toMatchObject({ title: 'Cook', externalId: '1' });
});

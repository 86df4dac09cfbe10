import type { Segment } from "./plan.ts";
import type { Random } from "./random.ts";

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const phrases = (text: string): readonly string[] => text.trim().split(/\s*,\s*/);

/** Places and plain words that a firm may be called after. */
const ROOTS = words(`
  Alder Amberly Arrowhead Ashgrove Bayview Beechwood Bellwether Birchline Blackrock Bluestem Bramwell Briarcliff
  Brightwater Bristlecone Broadleaf Cairnstone Calloway Canterfield Cedarbrook Chestnut Clearbrook Cobblestone
  Copperfield Coralton Cottonwood Crestline Crossway Dovetail Driftwood Dunmore Eastgate Edgemont Elmhurst Everline
  Fairhaven Falconridge Fernhill Fieldstone Firethorn Foxglove Gladstone Glenmore Goldenrod Granite Greenbriar
  Hadleigh Harborlight Hartwell Hawthorne Hazelton Heatherstone Highmark Hollowell Ironwood Ivybridge Juniper
  Kestrel Kingsford Lakeshore Langdon Larkspur Laurelwood Linden Longleaf Lowell Madrona Maplewood Marlowe
  Meadowlark Millbrook Monarch Moorland Northfork Oakhurst Oldfield Orchard Osprey Palisade Pemberton Pinecrest
  Prairie Quarry Ravenswood Redfern Ridgeway Riverbend Rosemont Rowan Saltmarsh Sandstone Shoreline Silverlake
  Sparrow Springdale Stonebridge Sycamore Tamarack Thistle Timberline Trellis Umber Valemont Vanguard Verbena
  Wakefield Waterford Westbrook Whitfield Wildrose Willow Windham Wrenfield Yarrow Yellowstone Zephyr`);

const SURNAMES = words(`
  Abbott Acosta Adeyemi Ahmed Albright Alvarez Amari Andersen Aoki Arden Bakshi Banerjee Barrow Bauer Becker
  Bennett Bergstrom Bianchi Boateng Booker Brandt Brennan Burke Cabrera Caldwell Cardoso Carver Castillo Chaudhry
  Chen Cho Clarke Cohen Connolly Cooper Costa Cruz Dalton Danso Das Delgado Demir Desai Diaz Donovan Dorsey Dubois
  Duarte Eaton Ekström Ellison Espinoza Estrada Farrell Feng Ferrari Fischer Fitzgerald Flores Fontaine Foster
  Fujimoto Gallagher Garcia Gibson Goldberg Gomez Gordon Grant Greene Gupta Gutierrez Haddad Hale Hamid Hansen
  Hart Hayes Henriksen Herrera Hoang Hoffman Holloway Hughes Ibrahim Ingram Ito Jacobs Jansen Jensen Jimenez
  Joshi Kang Kapoor Katz Keller Kelly Khan Kim Kline Kowalski Kumar Lam Lambert Larsen Lee Levy Lindqvist Lopez
  Lynch Maldonado Marino Mbeki Medina Mehta Mendoza Meyer Mitchell Molina Moreno Morris Murphy Nakamura Navarro
  Nguyen Nielsen Novak Nwosu Ochoa Okafor Oliveira Olsen Ortega Osei Palmer Park Patel Pereira Petrov Pham Price
  Quinn Ramirez Rao Reyes Rossi Russo Salazar Santos Schmidt Schultz Sharma Silva Singh Solomon Sorensen Suzuki
  Tanaka Thornton Torres Tran Vargas Vogel Wagner Walsh Weber Whitaker Wong Yamamoto Yilmaz Young Zhang Ziegler`);

const FIRST_NAMES = words(`
  Aaliyah Aaron Adriana Aisha Alejandro Alice Amara Amir Ana Andre Anika Anthony Arjun Ava Beatriz Benjamin
  Bianca Brandon Camila Carlos Catherine Chloe Daniel Daria David Deepa Diana Diego Eleanor Elena Elijah Emeka
  Emily Erik Esther Ethan Fatima Felix Fiona Francisco Gabriel Grace Hannah Hassan Helen Henry Ian Ingrid Isaac
  Isabella Jamal James Jasmine Javier Joanna Jonas Jordan Joseph Julia Kai Karen Kenji Kevin Laila Laura Leo
  Liam Lily Linh Lucas Lucia Malik Marcus Maria Mateo Maya Mei Michael Miriam Mohammed Nadia Naomi Nathan Nia
  Nicholas Noah Nora Olga Oliver Omar Paula Peter Priya Rachel Rafael Rahul Rebecca Robert Rosa Ryan Samira
  Samuel Sara Sean Sofia Stephen Susan Tanya Theo Thomas Uma Valeria Victor Vikram Wei William Yuki Yusuf Zoe`);

const BIG_TRADES = phrases(`
  Health System, Industries, Financial Group, Energy, Insurance, University, Airlines, Pharmaceuticals, Foods,
  Logistics, Aerospace, Bancorp, Media Group, Retail Group, Utilities, Semiconductor, Hospitality Group, Chemicals`);

const SMALL_TRADES = phrases(`
  Dental, Architects, Law Group, Accounting, Roasters, Physical Therapy, Builders, Veterinary Clinic, Realty,
  Design Studio, Landscaping, Auto Care, Brewing Company, Pediatrics, Marketing, Engineering, Travel, Print Shop,
  Charter School, Fitness, Catering, Software, Staffing, Plumbing, Event Rentals, Machine Works, Bookkeeping,
  Optometry, Interiors, Freight, Solar, Surveyors, Property Management, Wealth Advisors, Nurseries, Supply`);

const FORMS = ["", "", "", "", " LLC", " Inc.", " Co."];

/** Draws names, none of them twice. */
export function createNames(random: Random): (segment: Segment) => string {
  const taken = new Set<string>();
  return (segment) => {
    let name = draw(segment, random);
    while (taken.has(bare(name))) name = draw(segment, random);
    taken.add(bare(name));
    return name;
  };
}

/** Without the legal form: "Alder Dental LLC" and "Alder Dental" would be told apart by nobody. */
const bare = (name: string) => name.replace(/ (LLC|Inc\.|Co\.)$/, "");

function draw(segment: Segment, random: Random): string {
  switch (segment) {
    case "Enterprise":
      return `${random.pick(ROOTS)} ${random.pick(BIG_TRADES)}`;
    case "SMB":
      return smallFirm(random);
    case "Consumer":
      return `${random.pick(FIRST_NAMES)} ${random.pick(SURNAMES)}`;
  }
}

function smallFirm(random: Random): string {
  const kind = random.next();
  if (kind < 0.18) return `${random.pick(SURNAMES)} & ${random.pick(SURNAMES)}`;
  if (kind < 0.24) return `${random.pick(SURNAMES)} & Sons`;
  const owner = kind < 0.48 ? random.pick(SURNAMES) : random.pick(ROOTS);
  return `${owner} ${random.pick(SMALL_TRADES)}${random.pick(FORMS)}`;
}

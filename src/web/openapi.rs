//! The description of the API (OpenAPI 3.1), from the list of routes and the types of their answers.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::files::FILES;
use super::handlers::DRAWINGS;
use super::operation::{Operation, Parameter};
use crate::export::{FORMATS, Refused};
use crate::kpi::UNKNOWN;
use crate::report::{MOST_PERIODS, Progress};
use crate::workspace::Reader;

/// The document, for the workspace that is served: its dimensions and views are parameters.
pub(super) fn document(reader: &Reader<'_>, base: &str, operations: &[Operation]) -> Value {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    let refused = generator.subschema_for::<Refused>().to_value();
    let mut paths = Map::new();
    for operation in operations {
        let answer = (operation.answer)(&mut generator).to_value();
        let mut responses = Map::new();
        responses.insert("200".to_owned(), content("The answer.", &answer));
        responses
            .insert("304".to_owned(), json!({ "description": "What `If-None-Match` names still holds." }));
        for (status, description) in [
            ("400", "The question cannot be understood."),
            ("404", "There is nothing of that name."),
            ("500", "The answer could not be made; the log says why."),
            ("503", "Too much is asked at once; ask again in a moment."),
        ] {
            responses.insert(status.to_owned(), content(description, &refused));
        }
        let described = json!({
            "operationId": operation.name,
            "summary": operation.summary,
            "parameters": parameters(reader, operation.path, operation.parameters),
            "responses": responses,
        });
        paths.insert(operation.path.to_owned(), json!({ "get": described }));
    }
    for file in FILES {
        let binary =
            || json!({ "schema": { "type": "string", "contentMediaType": "application/octet-stream" } });
        let media: Map<String, Value> =
            (file.media)().into_iter().map(|kind| (kind.to_owned(), binary())).collect();
        let described = json!({
            "operationId": file.name,
            "summary": file.summary,
            "parameters": parameters(reader, file.path, file.parameters),
            "responses": {
                "200": { "description": "The file, whole.", "content": media },
                "304": { "description": "What `If-None-Match` names still holds." },
                "400": { "description": "The question cannot be understood; a page says why." },
                "404": { "description": "There is nothing of that name, or no such format; a page says what there is." },
                "500": { "description": "The file could not be made; the log says why." },
                "503": { "description": "Too much is asked at once; ask again in a moment." },
            },
        });
        paths.insert(file.path.to_owned(), json!({ "get": described }));
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": reader.workspace().settings.title,
            "description": "Figures with all that explains them. Numbers are JSON numbers: money in whole \
                            units of the currency, a percentage as 0–100 unrounded; what is missing is \
                            `null` and has a reason, and is never 0. Read-only.",
            "version": env!("CARGO_PKG_VERSION"),
        },
        "paths": paths,
        "components": { "schemas": generator.take_definitions(true) },
    });
    if !base.is_empty() {
        document["servers"] = json!([{ "url": base }]);
    }
    document
}

fn content(description: &str, schema: &Value) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": schema } } })
}

/// What stands in the path, then what may stand behind `?`.
fn parameters(reader: &Reader<'_>, path: &str, in_address: &[Parameter]) -> Vec<Value> {
    let names = path.split('{').skip(1).filter_map(|part| part.split('}').next());
    let in_path = |name: &str| {
        let (description, known) = match name {
            "id" => ("The dashboard.", reader.dashboards().map(|dashboard| dashboard.id.clone()).collect()),
            "panel" => ("The panel, by its id or its number from 1.", Vec::new()),
            "format" => ("The format.", FORMATS.iter().map(|format| format.name.to_owned()).collect()),
            "drawing" => ("The form of the drawing.", DRAWINGS.map(str::to_owned).into()),
            "pack" => ("The pack, by the name of its folder.", Vec::new()),
            _ => ("The KPI, or the bare code of an indicator with several figures.", Vec::new()),
        };
        let mut schema = json!({ "type": "string" });
        if !known.is_empty() {
            schema["enum"] = json!(known);
        }
        json!({ "name": name, "in": "path", "required": true, "description": description, "schema": schema })
    };
    let mut all: Vec<Value> = names.map(in_path).collect();
    all.extend(in_address.iter().flat_map(|each| in_query(reader, *each)));
    all
}

fn in_query(reader: &Reader<'_>, parameter: Parameter) -> Vec<Value> {
    let one = |name: &str, description: &str, schema: Value| json!({ "name": name, "in": "query", "description": description, "schema": schema });
    let workspace = reader.workspace();
    let dimensions: Vec<&String> = workspace.dimensions.keys().collect();
    match parameter {
        Parameter::Period => vec![one(
            "period",
            "2024-05, 2024-Q2, 2024-H1, 2024-9M, 2024, plan, 2024-01-01..2024-03-31; `CALENDAR:` before it \
             names a calendar. Without it the newest that has ended.",
            json!({ "type": "string" }),
        )],
        Parameter::View => match reader.views() {
            views if views.is_empty() => Vec::new(),
            views => vec![one(
                "view",
                "The view in which bodies and areas compare across reorganisations.",
                json!({ "type": "string", "enum": views }),
            )],
        },
        Parameter::Compare => vec![one(
            "compare",
            "What figures are compared with: `last_year` (as without it), `previous`, `none` or a period.",
            json!({ "type": "string" }),
        )],
        Parameter::OwedKind => vec![one(
            "list",
            "Only this list: `report`, or the name of a query that lists what is owed.",
            json!({ "type": "string" }),
        )],
        Parameter::Sort => vec![one(
            "sort",
            "A column by which the records are in order; `-COLUMN` for the greatest first.",
            json!({ "type": "string" }),
        )],
        Parameter::Find => vec![one(
            "q",
            "Only records in whose texts each of these words occurs, whatever its accents.",
            json!({ "type": "string", "maxLength": 200 }),
        )],
        Parameter::CountedIn => vec![one(
            "counted_in",
            "Only records that counted in this value column, or in any of the `numerator` or `denominator`.",
            json!({ "type": "string" }),
        )],
        Parameter::Search => {
            vec![one("q", "Only KPIs in which all of these words occur.", json!({ "type": "string" }))]
        }
        Parameter::Owner => {
            vec![one("owner", "Only promises of this body, by its code.", json!({ "type": "string" }))]
        }
        Parameter::Standing => {
            let states = Progress::ALL.map(Progress::word);
            let schema = json!({ "type": "string", "enum": states });
            vec![one("state", "Only promises that stand so.", schema)]
        }
        Parameter::By => vec![one(
            "by",
            "Broken down by this dimension; the total comes first.",
            json!({ "type": "string", "enum": dimensions }),
        )],
        Parameter::Trend => vec![one(
            "trend",
            "The figures of so many periods, the one asked for being the last.",
            json!({ "type": "integer", "minimum": 1, "maximum": MOST_PERIODS }),
        )],
        Parameter::Dimensions => workspace
            .dimensions
            .iter()
            .map(|(name, dimension)| {
                let description = format!(
                    "{}: only what lies below this member; `{UNKNOWN}` is not known. Again for more.",
                    dimension.title
                );
                let mut told =
                    one(name, &description, json!({ "type": "array", "items": { "type": "string" } }));
                told["explode"] = json!(true);
                told
            })
            .collect(),
    }
}

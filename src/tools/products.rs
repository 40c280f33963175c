//! Tools over products, which hold engagements, and over the types that group them.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    access::{MetadataRead, ProductMgmt},
    dojo::{
        Holder, NewProduct,
        filters::{Query, products as filter},
        models,
        words::{Flag, Limit, Offset, ProductId, ProductTypeId},
    },
    guard::Call,
    screen::{Bare, Optional, Prose, Screening, Untrusted, answer},
    tools::{
        Entry, Error, Screen, Settings, Tool,
        beside::Beside,
        given::{Criticality, Given, Lifecycle, Part, Tags, apply},
        listing::{list_of, window},
        nothing_to_screen,
        overview::{Counted, counted},
    },
};

pub(super) const TOOLS: &[Entry] = &[
    Entry::of::<ListProducts>(),
    Entry::of::<GetProduct>(),
    Entry::of::<CreateProduct>(),
    Entry::of::<ListProductTypes>(),
];

answer! {
    struct Product {
        id: u64,
        name: Bare,
        description: Untrusted,
        /// Id of its product type.
        prod_type: Option<u64>,
        /// Findings in all its tests.
        findings_count: Optional<u64>,
        business_criticality: Optional<Untrusted>,
        lifecycle: Optional<Untrusted>,
        tags: Optional<Untrusted<Vec<String>>>,
    }

    struct ProductType {
        id: u64,
        name: Bare,
        description: Option<Untrusted>,
        critical_product: bool,
        key_product: bool,
    }
}

list_of!(Products, Product);
list_of!(ProductTypes, ProductType);

impl Product {
    fn from(product: models::Product) -> Option<Self> {
        Some(Self {
            id: product.id?,
            name: product.name.bare(),
            description: product.description,
            prod_type: product.prod_type,
            findings_count: Optional(product.findings_count),
            business_criticality: some_text(product.business_criticality),
            lifecycle: some_text(product.lifecycle),
            tags: some_texts(product.tags),
        })
    }
}

impl ProductType {
    fn from(product_type: models::ProductType) -> Option<Self> {
        Some(Self {
            id: product_type.id?,
            name: product_type.name.bare(),
            description: product_type.description,
            critical_product: product_type.critical_product,
            key_product: product_type.key_product,
        })
    }
}

/// A text of a new field: absent where DefectDojo has nothing to say.
pub(super) fn some_text(text: Untrusted) -> Optional<Untrusted> {
    Optional((!text.foreign().is_empty()).then_some(text))
}

pub(super) fn some_texts(texts: Untrusted<Vec<String>>) -> Optional<Untrusted<Vec<String>>> {
    Optional((!texts.foreign().is_empty()).then_some(texts))
}

/// An object without an id, where one was asked for by id, is no answer.
pub(super) fn present<T>(row: Option<T>) -> Result<T, Error> {
    row.ok_or(Error::Dojo(crate::dojo::Error::Unreadable))
}

struct ListProducts;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListProductsArgs {
    /// Part of the name.
    name: Option<Given<Part>>,
    /// Of this product type.
    product_type_id: Option<ProductTypeId>,
    /// Lifecycle.
    lifecycle: Option<Given<Lifecycle>>,
    /// Business criticality.
    business_criticality: Option<Given<Criticality>>,
    /// Any of these tags.
    tags: Option<Given<Tags>>,
    /// All of these tags.
    tags_all: Option<Given<Tags>>,
    /// None of these tags.
    tags_none: Option<Given<Tags>>,
    /// Only count.
    count_only: Option<Flag>,
    /// Rows to answer.
    #[serde(default)]
    limit: Limit,
    /// Rows to skip.
    #[serde(default)]
    offset: Offset,
}

nothing_to_screen!(ListProductsArgs);

impl Tool for ListProducts {
    const NAME: &'static str = "list_products";
    const TITLE: &'static str = "List products";
    const DESCRIPTION: &'static str = "Lists the products (applications, services) that DefectDojo keeps findings for; all arguments must match.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = ListProductsArgs;
    type Output = Products;

    fn correction(name: &str) -> Option<String> {
        Some(match name {
            "product_name" | "search" | "query" | "name__icontains" => {
                "use `name`, which looks for a part".to_owned()
            }
            "prod_type" | "product_type" => {
                "use `product_type_id`; list_product_types shows ids".to_owned()
            }
            "tag" => "use `tags`".to_owned(),
            _ => return None,
        })
    }

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: ListProductsArgs,
    ) -> Result<Products, Error> {
        let mut query = Query::default();
        apply(&mut query, "name", filter::NAME, args.name.as_ref())?;
        query.number(filter::PRODUCT_TYPE, args.product_type_id.map(ProductTypeId::value));
        apply(&mut query, "lifecycle", filter::LIFECYCLE, args.lifecycle.as_ref())?;
        let criticality = args.business_criticality.as_ref();
        apply(&mut query, "business_criticality", filter::CRITICALITY, criticality)?;
        apply(&mut query, "tags", filter::TAGS, args.tags.as_ref())?;
        apply(&mut query, "tags_all", filter::TAGS_AND, args.tags_all.as_ref())?;
        apply(&mut query, "tags_none", filter::NOT_TAGS, args.tags_none.as_ref())?;
        let window = window(args.limit, args.offset, args.count_only);
        let found = call.dojo.products(query, window).await?;
        Ok(Products::of(found, window, Product::from))
    }
}

struct GetProduct;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetProductArgs {
    /// The product's id; `list_products` shows it.
    product_id: ProductId,
    /// Also counts: open by severity, past SLA, exploited; last import.
    counts: Option<Flag>,
}

nothing_to_screen!(GetProductArgs);

impl Tool for GetProduct {
    const NAME: &'static str = "get_product";
    const TITLE: &'static str = "Get a product";
    const DESCRIPTION: &'static str = "Shows one product by its id.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = GetProductArgs;
    type Output = Beside<Product, Counted>;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: GetProductArgs,
    ) -> Result<Beside<Product, Counted>, Error> {
        let shown = present(Product::from(call.dojo.product(args.product_id).await?))?;
        counted(call, shown, Holder::Product(args.product_id), args.counts).await
    }
}

struct CreateProduct;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateProductArgs {
    /// The product's name, unique in DefectDojo.
    name: Prose<200>,
    /// What the product is.
    description: Prose<10_000>,
    /// Id of its product type; `list_product_types` shows it.
    prod_type_id: ProductTypeId,
}

impl Screen for CreateProductArgs {
    type Screened = NewProduct;

    fn screen(self, screening: &Screening) -> Result<NewProduct, Error> {
        Ok(NewProduct {
            name: screening.admit("name", self.name)?,
            description: screening.admit("description", self.description)?,
            prod_type: self.prod_type_id,
        })
    }
}

impl Tool for CreateProduct {
    const NAME: &'static str = "create_product";
    const TITLE: &'static str = "Create a product";
    const DESCRIPTION: &'static str = "Creates a product of an existing product type. Look with list_products first: names are unique.";
    const IDEMPOTENT: bool = false;

    type Access = ProductMgmt;
    type Args = CreateProductArgs;
    type Output = Product;

    async fn run(
        call: &Call<ProductMgmt>,
        _: &Settings,
        product: NewProduct,
    ) -> Result<Product, Error> {
        present(Product::from(call.dojo.create_product(&product).await?))
    }
}

struct ListProductTypes;

/// Arguments of a list that is searched by name alone.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NamedPageArgs {
    /// Part of the name.
    pub(super) name: Option<Given<Part>>,
    /// Rows to answer.
    #[serde(default)]
    pub(super) limit: Limit,
    /// Rows to skip.
    #[serde(default)]
    pub(super) offset: Offset,
}

nothing_to_screen!(NamedPageArgs);

impl NamedPageArgs {
    pub(super) fn part(&self) -> Option<&str> {
        self.name.as_ref().map(Given::text)
    }
}

impl Tool for ListProductTypes {
    const NAME: &'static str = "list_product_types";
    const TITLE: &'static str = "List product types";
    const DESCRIPTION: &'static str =
        "Lists product types, the groups of products; create_product needs the id of one.";
    const ROUTES: &'static [&'static str] = &["product_types"];
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = NamedPageArgs;
    type Output = ProductTypes;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: NamedPageArgs,
    ) -> Result<ProductTypes, Error> {
        let window = window(args.limit, args.offset, None);
        let found = call.dojo.product_types(args.part(), window).await?;
        Ok(ProductTypes::of(found, window, ProductType::from))
    }
}

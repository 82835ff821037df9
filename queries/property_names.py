"""What the terms we borrow are called in Chinese and English; our own say it in the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

_NAMES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": {
        "type": ("类型", "type"),
        "Property": ("属性", "property"),
    },
    "http://www.w3.org/2000/01/rdf-schema#": {
        "label": ("名称", "label"),
        "comment": ("说明", "comment"),
        "isDefinedBy": ("定义于", "defined by"),
        "domain": ("主体类型", "domain"),
        "range": ("取值类型", "range"),
        "subClassOf": ("上位类", "subclass of"),
        "subPropertyOf": ("上位属性", "subproperty of"),
    },
    "http://www.w3.org/2004/02/skos/core#": {
        "Concept": ("概念", "concept"),
        "ConceptScheme": ("概念体系", "concept scheme"),
        "Collection": ("概念组", "collection"),
        "prefLabel": ("名称", "preferred label"),
        "altLabel": ("别名", "alternative label"),
        "hiddenLabel": ("俗称", "hidden label"),
        "definition": ("定义", "definition"),
        "note": ("注", "note"),
        "editorialNote": ("编者注", "editorial note"),
        "notation": ("代码", "notation"),
        "broader": ("上位概念", "broader"),
        "related": ("相关", "related"),
        "inScheme": ("所属体系", "in scheme"),
        "member": ("成员", "member"),
    },
    "http://purl.org/dc/terms/": {
        "Location": ("地点", "location"),
        "subject": ("事项", "subject"),
        "spatial": ("地域", "area"),
        "isPartOf": ("属于", "is part of"),
        "replaces": ("取代", "replaces"),
        "source": ("来源", "source"),
        "title": ("标题", "title"),
        "description": ("描述", "description"),
        "license": ("许可", "licence"),
        "conformsTo": ("符合", "conforms to"),
        "identifier": ("标识", "identifier"),
        "modified": ("数据截至", "data kept up to"),
    },
    "http://data.europa.eu/eli/ontology#": {
        "LegalResource": ("文件（一个版本）", "instrument, one edition"),
        "LegalResourceSubdivision": ("条款", "provision"),
        "title_short": ("简称", "short title"),
        "id_local": ("文号", "number"),
        "type_document": ("文件种类", "kind of instrument"),
        "is_member_of": ("所属文件", "edition of"),
        "is_part_of": ("所在文件", "part of"),
        "date_document": ("通过或印发日", "date of adoption or issue"),
        "date_publication": ("公布日", "date of publication"),
        "passed_by": ("制定机关", "passed by"),
        "repeals": ("废止", "repeals"),
        "based_on": ("依据", "based on"),
        "cites": ("引用", "cites"),
    },
    "http://www.w3.org/ns/prov#": {
        "Entity": ("实体", "entity"),
        "Plan": ("计划", "plan"),
        "wasDerivedFrom": ("载于", "derived from"),
    },
    "http://www.w3.org/ns/org#": {
        "FormalOrganization": ("机构", "organisation"),
        "Role": ("岗位", "role"),
        "subOrganizationOf": ("上级机构", "suborganisation of"),
    },
    "http://www.w3.org/ns/oa#": {
        "SpecificResource": ("文本片段", "specific resource"),
        "hasSource": ("所出条款", "source"),
    },
    "http://www.w3.org/2002/07/owl#": {
        "Class": ("类", "class"),
        "ObjectProperty": ("对象属性", "object property"),
        "DatatypeProperty": ("数据属性", "datatype property"),
        "Ontology": ("词表", "ontology"),
        "versionIRI": ("版本地址", "version IRI"),
        "versionInfo": ("版本号", "version"),
    },
    "http://purl.org/vocab/vann/": {
        "preferredNamespacePrefix": ("建议前缀", "preferred prefix"),
        "preferredNamespaceUri": ("命名空间", "namespace"),
    },
    "http://www.w3.org/2001/XMLSchema#": {
        "string": ("文字", "string"),
        "boolean": ("是否", "boolean"),
        "integer": ("整数", "integer"),
        "decimal": ("小数", "decimal"),
        "date": ("日期", "date"),
        "duration": ("时长", "duration"),
        "gMonthDay": ("月日", "month and day"),
    },
}
BORROWED: Mapping[str, tuple[str, str]] = {
    namespace + name: words for namespace, names in _NAMES.items() for name, words in names.items()
}
